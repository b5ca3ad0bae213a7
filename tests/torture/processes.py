"""The sandbox and the bot as processes of their own, so that they can be killed."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from bot import failpoints

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
TOKEN = "4200:torture"
READY = "serving"  # what the bot prints once it receives
START_PATIENCE = 30.0  # seconds; the machine may be busy with other tests
STOP_PATIENCE = 20.0  # seconds


class DidNotStart(Exception):
    """The process ended, or said nothing for too long."""


class Process:
    """A Python module as a process; what it prints goes to a file, its first line may be waited for."""

    def __init__(self, module: tuple[str, ...], log: Path, environment: Mapping[str, str]) -> None:
        self._module = module
        self._log = log
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, with no settings but those given."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *self._module),
                cwd=ROOT,
                env={**inherited, **self._environment},
                stdout=log,
                stderr=log,
            )

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs. Negative: the signal that killed it."""
        return None if self._process is None else self._process.returncode

    async def line_with(self, words: str) -> str:
        """The first line it prints that holds these words. Raises DidNotStart."""
        try:
            async with asyncio.timeout(START_PATIENCE):
                while (line := self._find(words)) is None:
                    if self.exit_code is not None:
                        raise DidNotStart(self._log.read_text())
                    await asyncio.sleep(0.02)
                return line
        except TimeoutError:
            raise DidNotStart(self._log.read_text()) from None

    async def stop(self) -> None:
        """End it as an operator would; kill it if that takes too long."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_PATIENCE)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def kill(self) -> None:
        """End it as a crash would: at once, wherever it is."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def ended_within(self, seconds: float) -> bool:
        """Wait for it to end by itself; returns whether it did."""
        assert self._process is not None
        try:
            await asyncio.wait_for(self._process.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _find(self, words: str) -> str | None:
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return next((line for line in lines if words in line), None)


def sandbox_process(folder: Path) -> Process:
    """A sandbox that keeps its state in the folder and chooses its port."""
    arguments = ("--port", "0", "--state", str(folder / "sandbox.sqlite3"))
    return Process(("bot.sandbox", *arguments), folder / "sandbox.log", {})


def bot_process(
    folder: Path, settings: Mapping[str, str], name: str = "bot", failpoint: str | None = None
) -> Process:
    """The bot on the folder's database; with a failpoint it writes down there that it reached it."""
    armed = {} if failpoint is None else {failpoints.SWITCH: failpoint}
    environment = {**settings, **armed, failpoints.LOG: str(reached(folder))}
    return Process(("bot.cli", "run"), folder / f"{name}.log", environment)


def database(folder: Path) -> Path:
    """The bot's file."""
    return folder / "bot.sqlite3"


def reached(folder: Path) -> Path:
    """The file in which failpoints are written down that went off."""
    return folder / "reached"


def settings(folder: Path, address: str, by_webhook: bool) -> dict[str, str]:
    """The bot's environment; without pacing, for people here say in seconds what they say in minutes."""
    values = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": address,
        "BOT_DATABASE": str(database(folder)),
        "BOT_PACE_TOTAL": "0",
        "BOT_PACE_CHAT": "0",
        "BOT_PACE_GROUP": "0",
    }
    if by_webhook:
        port = free_port()
        values["BOT_WEBHOOK_URL"] = f"http://{HOST}:{port}/telegram"
        values["BOT_WEBHOOK_LISTEN"] = f"{HOST}:{port}"
        values["BOT_WEBHOOK_SECRET"] = "torture"
    return values


def free_port() -> int:
    """A port that nobody listens on, chosen by the system."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
