"""How the command line speaks to the running bot: a unix socket beside the database, a JSON line each way.

Only the user who runs the bot may connect (0600 from the first moment). Whoever opens the server holds the
database's lock (`bot.lock`), so a socket file that is already there is a dead bot's and is replaced.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

LONGEST_LINE = 64 * 1024 * 1024  # bytes; an import carries its file
REQUEST_TIMEOUT = (
    10.0  # seconds for a request to arrive, or an answer to be taken: both ends are on this machine
)
LONGEST_ADDRESS = 107  # bytes; sun_path of Linux has 108 with the closing zero
KEY_LENGTH = 64  # characters; a uuid has 36

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command; the client makes the key (a uuid), so that a request that is repeated counts once."""

    key: str
    name: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CommandReply:
    """What became of a command; when not `ok`, `result["error"]` says why in one line."""

    ok: bool
    result: Mapping[str, object]


class NotListening(Exception):
    """No bot listens there."""


class NoReply(Exception):
    """The bot was reached but did not answer as it should; the command may have been done, its key tells."""


Handle = Callable[[CommandRequest], Awaitable[CommandReply]]


class CommandSocket:
    """The bot's end: reads requests of any number of clients and answers each by `handle`."""

    def __init__(self, path: Path, handle: Handle) -> None:
        self._path = path
        self._handle = handle
        self._server: asyncio.Server | None = None
        self._conversations: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen; raises OSError when the place is taken by something else than a socket or is not writable."""
        listening = _bind(self._path)
        self._server = await asyncio.start_unix_server(self._converse, sock=listening, limit=LONGEST_LINE)

    async def close(self) -> None:
        """Stop listening and drop who is still waiting: what they asked for is stored or was never begun."""
        if self._server is None:
            return
        self._path.unlink(missing_ok=True)
        self._server.close()
        for conversation in self._conversations:
            conversation.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)
        self._server = None

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._conversations.add(task)
        task.add_done_callback(self._conversations.discard)
        try:
            with suppress(ConnectionError, TimeoutError):
                reply = await self._answer(reader)
                writer.write(_line(reply))
                async with asyncio.timeout(REQUEST_TIMEOUT):
                    await writer.drain()
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> CommandReply:
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                request = _request(await _read_line(reader))
        except TimeoutError:
            return _refusal(f"no request came within {REQUEST_TIMEOUT:.0f} s")
        except ValueError as error:
            return _refusal(str(error))
        try:
            return await self._handle(request)
        except Exception as error:  # the bot goes on and the client has to be told something
            log.exception("command failed", command=request.name, key=request.key)
            return _refusal(f"the command failed: {type(error).__name__}; the bot's log says more")


async def _read_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError:
        raise ValueError(f"the line is longer than {LONGEST_LINE} bytes") from None


def send_command(path: Path, request: CommandRequest, timeout: float) -> CommandReply:
    """Have the running bot do a command, waiting at most `timeout` seconds for each part of its answer.

    Raises NotListening when nothing can have been done, NoReply when that is not known.
    """
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(timeout)
        _connect(connection, path)
        try:
            connection.sendall(_line(request))
            with connection.makefile("rb") as answer:
                return _reply(answer.readline(LONGEST_LINE))
        except TimeoutError:
            raise NoReply(f"the bot did not answer within {timeout:g} s") from None
        except OSError as error:
            raise NoReply(f"the connection to the bot broke: {error}") from error


def _connect(connection: socket.socket, path: Path) -> None:
    try:
        with _address(path) as address:
            connection.connect(address)
    except (FileNotFoundError, ConnectionRefusedError):
        raise NotListening(f"no bot listens at {path}") from None


def _bind(path: Path) -> socket.socket:
    """A bound socket that nobody else could connect to, not even for a moment."""
    if path.is_socket():
        path.unlink()
    listening = socket.socket(socket.AF_UNIX)
    umask = os.umask(0o177)  # of the whole process, for an instant, and only ever stricter
    try:
        with _address(path) as address:
            listening.bind(address)
    except BaseException:
        listening.close()
        raise
    finally:
        os.umask(umask)
    return listening


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """An address that fits; a long path is reached through its directory's descriptor."""
    if len(os.fsencode(path)) <= LONGEST_ADDRESS:
        yield str(path)
        return
    directory = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)


def _line(message: CommandRequest | CommandReply) -> bytes:
    return json.dumps(asdict(message), ensure_ascii=False).encode() + b"\n"


def _request(line: bytes) -> CommandRequest:
    """Raises ValueError whose text is for the client."""
    fields = _json_object(line)
    key, name, arguments = fields.get("key"), fields.get("name"), fields.get("arguments")
    if not isinstance(key, str) or not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"key is not a text of 1 to {KEY_LENGTH} characters")
    if not isinstance(name, str) or not isinstance(arguments, dict):
        raise ValueError("name is not a text, or arguments are not an object")
    return CommandRequest(key, name, arguments)


def _reply(line: bytes) -> CommandReply:
    try:
        fields = _json_object(line)
    except ValueError as error:
        raise NoReply(f"the bot's answer is broken: {error}") from error
    ok, result = fields.get("ok"), fields.get("result")
    if not isinstance(ok, bool) or not isinstance(result, dict):
        raise NoReply("the bot's answer is broken: ok or result is missing")
    return CommandReply(ok, result)


def _json_object(line: bytes) -> dict[str, object]:
    if not line.endswith(b"\n"):
        raise ValueError("the line has no end")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("the line is not JSON") from None
    if not isinstance(value, dict):
        raise ValueError("the line is not a JSON object")
    return value


def _refusal(error: str) -> CommandReply:
    return CommandReply(ok=False, result={"error": error})
