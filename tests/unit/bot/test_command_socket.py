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
    socket_path,
)

REQUEST = CommandRequest("0000-1", "invite", {"role": "协调员"})


async def echo(request: CommandRequest) -> CommandReply:
    return CommandReply(ok=True, result={"name": request.name, **request.arguments})


async def never(_: CommandRequest) -> CommandReply:
    await asyncio.Event().wait()
    raise AssertionError


@asynccontextmanager
async def listening(database: Path, handle: Handle = echo) -> AsyncIterator[None]:
    server = CommandSocket(database, handle)
    await server.start()
    try:
        yield
    finally:
        await server.close()


async def send(database: Path, request: CommandRequest = REQUEST, timeout: float = 5) -> CommandReply:
    return await asyncio.to_thread(send_command, database, request, timeout)


async def raw(database: Path, line: bytes) -> dict[str, object]:
    """What the server says to any bytes."""
    reader, writer = await asyncio.open_unix_connection(socket_path(database))
    writer.write(line)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    assert answer.count(b"\n") == 1
    reply = json.loads(answer)
    assert isinstance(reply, dict)
    return reply


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


async def test_a_request_is_handled_and_answered(database: Path) -> None:
    async with listening(database):
        assert await send(database) == CommandReply(ok=True, result={"name": "invite", "role": "协调员"})


async def test_many_clients_are_served_at_the_same_time(database: Path) -> None:
    arrived: set[str] = set()
    everybody = asyncio.Event()

    async def handle(request: CommandRequest) -> CommandReply:
        arrived.add(request.key)
        if len(arrived) == 5:
            everybody.set()
        await everybody.wait()
        return CommandReply(ok=True, result={"key": request.key})

    async with listening(database, handle):
        replies = await asyncio.gather(*(send(database, CommandRequest(str(n), "x", {})) for n in range(5)))
    assert [reply.result["key"] for reply in replies] == ["0", "1", "2", "3", "4"]


async def test_an_import_of_megabytes_passes(database: Path) -> None:
    async with listening(database):
        rows = "行" * 2_000_000
        reply = await send(database, CommandRequest("k", "import", {"rows": rows}))
    assert reply.result["rows"] == rows


async def test_nobody_but_its_owner_could_ever_connect(database: Path) -> None:
    modes: list[int] = []
    bind = socket.socket.bind

    def watching_bind(self: socket.socket, address: str) -> None:
        bind(self, address)
        modes.append(stat.S_IMODE(Path(address).stat().st_mode))

    before = os.umask(0)
    try:
        with mock.patch.object(socket.socket, "bind", watching_bind):
            async with listening(database):
                modes.append(stat.S_IMODE(socket_path(database).stat().st_mode))
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    assert modes == [0o600, 0o600]


async def test_a_dead_bots_socket_is_replaced(database: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path(database)))
    with pytest.raises(NotListening):
        await send(database)
    async with listening(database):
        assert (await send(database)).ok


async def test_a_file_that_is_no_socket_is_left_alone(database: Path) -> None:
    socket_path(database).write_text("somebody's notes")
    with pytest.raises(OSError, match="in use"):
        async with listening(database):
            pass
    assert socket_path(database).read_text() == "somebody's notes"


async def test_without_a_bot_nothing_is_done(database: Path) -> None:
    with pytest.raises(NotListening, match="no bot listens"):
        await send(database)
    async with listening(database):
        pass
    with pytest.raises(NotListening):
        await send(database)


async def test_a_path_that_is_too_long_for_an_address_is_reached_all_the_same(tmp_path: Path) -> None:
    directory = tmp_path / ("d" * 100) / ("e" * 100)
    directory.mkdir(parents=True)
    async with listening(directory / "bot.db"):
        assert (await send(directory / "bot.db")).ok
        assert stat.S_IMODE(socket_path(directory / "bot.db").stat().st_mode) == 0o600
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
async def test_wrong_input_is_answered_by_one_clear_line(database: Path, line: bytes, complaint: str) -> None:
    async with listening(database):
        reply = await raw(database, line)
        assert reply["ok"] is False
        assert complaint in json.dumps(reply["result"])
        assert (await send(database)).ok


async def test_a_line_without_measure_is_refused(database: Path) -> None:
    with mock.patch.object(command_socket, "LONGEST_LINE", 1_000):
        async with listening(database):
            reply = await raw(database, b"x" * 5_000)
            assert reply == {"ok": False, "result": {"error": "the line is longer than 1000 bytes"}}


async def test_a_client_that_says_nothing_is_let_go(database: Path) -> None:
    with mock.patch.object(command_socket, "REQUEST_TIMEOUT", 0.01):
        async with listening(database):
            reader, writer = await asyncio.open_unix_connection(socket_path(database))
            assert b"no request came" in await asyncio.wait_for(reader.read(), 5)
            writer.close()


async def test_a_command_that_takes_too_long_is_not_known_to_be_done(database: Path) -> None:
    async with listening(database, never):
        with pytest.raises(NoReply, match=r"within 0\.05 s"):
            await send(database, timeout=0.05)


async def test_closing_lets_go_of_those_who_wait(database: Path) -> None:
    handling = asyncio.Event()

    async def hold_on(request: CommandRequest) -> CommandReply:
        handling.set()
        return await never(request)

    async with listening(database, hold_on):
        waiting = asyncio.create_task(send(database))
        await handling.wait()
    with pytest.raises(NoReply):
        await waiting


async def test_a_handler_that_raises_does_not_end_the_server_nor_tell_its_secrets(database: Path) -> None:
    async def failing(_: CommandRequest) -> CommandReply:
        raise RuntimeError("secret")

    async with listening(database, failing):
        for _ in range(2):
            reply = await send(database)
            assert not reply.ok
            assert "RuntimeError" in str(reply.result["error"])
            assert "secret" not in str(reply.result)


@pytest.mark.parametrize(
    "answer", [b"", b"soon\n", b'{"ok": 1, "result": {}}\n', b'{"ok": true, "result": {}']
)
async def test_an_answer_that_is_broken_is_not_taken_for_success(database: Path, answer: bytes) -> None:
    async def mumble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()

    async with await asyncio.start_unix_server(mumble, socket_path(database)):
        with pytest.raises(NoReply, match="broken"):
            await send(database)
