"""The sandbox as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import aiohttp


async def start(*options: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", *options, stdout=PIPE, stderr=PIPE
    )


async def address(process: Process) -> str:
    """What the process says it listens on."""
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().removeprefix("sandbox: ").strip()


async def test_a_waiting_poll_ends_with_the_sandbox(tmp_path: Path) -> None:
    process = await start("--port", "0", "--state", str(tmp_path / "state"))
    base = await address(process)
    async with aiohttp.ClientSession(base) as session:
        poll = asyncio.create_task(session.get("/bot1:a/getUpdates?timeout=50"))
        while (await (await session.get("/sandbox/calls")).json())["result"] == []:
            continue
        process.terminate()

        assert (await (await poll).json()) == {"ok": True, "result": []}
    assert await process.wait() == 0


async def test_a_port_in_use_is_one_clear_line() -> None:
    first = await start("--port", "0")
    port = (await address(first)).rstrip("/").rsplit(":", 1)[1]

    second = await start("--port", port)
    _, error = await second.communicate()

    assert error.decode() == f"port {port} cannot be used: Address already in use\n"
    assert second.returncode == 1
    first.terminate()
    await first.communicate()
