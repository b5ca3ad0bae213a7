"""The socket between the command line and the running bot, with real clients."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest import mock

import pytest

from bot import command_socket
from bot.command_socket import (
    CommandReply,
    CommandRequest,
    CommandSocket,
    Handle,
    NoReply,
    NotListening,
    send_command,
)

REQUEST = CommandRequest("0000-1", "invite", {"role": "协调员"})


async def echo(request: CommandRequest) -> CommandReply:
    return CommandReply(ok=True, result={"name": request.name, **request.arguments})


async def never(_: CommandRequest) -> CommandReply:
    await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def listening(path: Path, handle: Handle = echo) -> AsyncIterator[None]:
    server = CommandSocket(path, handle)
    await server.start()
    try:
        yield
    finally:
        await server.close()


async def send(path: Path, request: CommandRequest = REQUEST, timeout: float = 5) -> CommandReply:
    return await asyncio.to_thread(send_command, path, request, timeout)


async def raw(path: Path, line: bytes) -> dict[str, object]:
    """What the server says to any bytes."""
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(line)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert answer.count(b"\n") == 1
    reply = json.loads(answer)
    assert isinstance(reply, dict)
    return reply


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db.sock"


async def test_a_request_is_handled_and_answered(path: Path) -> None:
    async with listening(path):
        assert await send(path) == CommandReply(ok=True, result={"name": "invite", "role": "协调员"})


async def test_many_clients_are_served_at_the_same_time(path: Path) -> None:
    arrived: set[str] = set()
    everybody = asyncio.Event()

    async def handle(request: CommandRequest) -> CommandReply:
        arrived.add(request.key)
        if len(arrived) == 5:
            everybody.set()
        await everybody.wait()
        return CommandReply(ok=True, result={"key": request.key})

    async with listening(path, handle):
        replies = await asyncio.gather(*(send(path, CommandRequest(str(n), "x", {})) for n in range(5)))
    assert [reply.result["key"] for reply in replies] == ["0", "1", "2", "3", "4"]


async def test_an_import_of_megabytes_passes(path: Path) -> None:
    async with listening(path):
        rows = "行" * 2_000_000
        reply = await send(path, CommandRequest("k", "import", {"rows": rows}))
    assert reply.result["rows"] == rows


async def test_nobody_but_its_owner_could_ever_connect(path: Path) -> None:
    modes: list[int] = []
    bind = socket.socket.bind

    def watching_bind(self: socket.socket, address: str) -> None:
        bind(self, address)
        modes.append(stat.S_IMODE(Path(address).stat().st_mode))

    before = os.umask(0)
    try:
        with mock.patch.object(socket.socket, "bind", watching_bind):
            async with listening(path):
                modes.append(stat.S_IMODE(path.stat().st_mode))
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    assert modes == [0o600, 0o600]


async def test_a_dead_bots_socket_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with pytest.raises(NotListening):
        await send(path)
    async with listening(path):
        assert (await send(path)).ok


async def test_a_file_that_is_no_socket_is_left_alone(path: Path) -> None:
    path.write_text("somebody's notes")
    with pytest.raises(OSError, match="in use"):
        async with listening(path):
            pass
    assert path.read_text() == "somebody's notes"


async def test_without_a_bot_nothing_is_done(path: Path) -> None:
    with pytest.raises(NotListening, match="no bot listens"):
        await send(path)
    async with listening(path):
        pass
    with pytest.raises(NotListening):
        await send(path)


async def test_a_path_that_is_too_long_for_an_address_is_reached_all_the_same(tmp_path: Path) -> None:
    directory = tmp_path / ("d" * 100) / ("e" * 100)
    directory.mkdir(parents=True)
    async with listening(directory / "bot.sock"):
        assert (await send(directory / "bot.sock")).ok
        assert stat.S_IMODE((directory / "bot.sock").stat().st_mode) == 0o600
    assert list(directory.iterdir()) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"", "no end"),
        (b'{"key": "k"', "no end"),
        (b"hello\n", "not JSON"),
        (b"\xff\n", "not JSON"),
        (b"[" * 100_000 + b"\n", "not JSON"),
        (b"[]\n", "not a JSON object"),
        (b"{}\n", "key"),
        (b'{"key": "", "name": "x", "arguments": {}}\n', "key"),
        (b'{"key": "k", "name": 5, "arguments": {}}\n', "name"),
        (b'{"key": "k", "name": "x", "arguments": []}\n', "arguments"),
    ],
)
async def test_wrong_input_is_answered_by_one_clear_line(path: Path, line: bytes, complaint: str) -> None:
    async with listening(path):
        reply = await raw(path, line)
        assert reply["ok"] is False
        assert complaint in json.dumps(reply["result"])
        assert (await send(path)).ok


async def test_a_line_without_measure_is_refused(path: Path) -> None:
    with mock.patch.object(command_socket, "LONGEST_LINE", 1_000):
        async with listening(path):
            reply = await raw(path, b"x" * 5_000)
            assert reply == {"ok": False, "result": {"error": "the line is longer than 1000 bytes"}}


async def test_a_client_that_says_nothing_is_let_go(path: Path) -> None:
    with mock.patch.object(command_socket, "REQUEST_TIMEOUT", 0.01):
        async with listening(path):
            reader, writer = await asyncio.open_unix_connection(path)
            assert b"no request came" in await asyncio.wait_for(reader.read(), 5)
            writer.close()


async def test_a_command_that_takes_too_long_is_not_known_to_be_done(path: Path) -> None:
    async with listening(path, never):
        with pytest.raises(NoReply, match=r"within 0\.05 s"):
            await send(path, timeout=0.05)


async def test_closing_lets_go_of_those_who_wait(path: Path) -> None:
    handling = asyncio.Event()

    async def hold_on(request: CommandRequest) -> CommandReply:
        handling.set()
        return await never(request)

    async with listening(path, hold_on):
        waiting = asyncio.create_task(send(path))
        await handling.wait()
    with pytest.raises(NoReply):
        await waiting


async def test_a_handler_that_raises_does_not_end_the_server_nor_tell_its_secrets(path: Path) -> None:
    async def failing(_: CommandRequest) -> CommandReply:
        raise RuntimeError("secret")

    async with listening(path, failing):
        for _ in range(2):
            reply = await send(path)
            assert not reply.ok
            assert "RuntimeError" in str(reply.result["error"])
            assert "secret" not in str(reply.result)


@pytest.mark.parametrize(
    "answer", [b"", b"soon\n", b'{"ok": 1, "result": {}}\n', b'{"ok": true, "result": {}']
)
async def test_an_answer_that_is_broken_is_not_taken_for_success(path: Path, answer: bytes) -> None:
    async def mumble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()

    async with await asyncio.start_unix_server(mumble, path):
        with pytest.raises(NoReply, match="broken"):
            await send(path)
