"""Sets the demo's stage: a sandbox with people in it, a database with members and grids, and the bot between them."""

from __future__ import annotations

import asyncio
import json
import shutil
import uuid
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from aiohttp import ClientSession

from bot.app import run as run_bot
from bot.command_socket import CommandRequest
from bot.offline import run_offline
from bot.sandbox import server
from bot.settings import Settings, load_settings

TOKEN = "100000001:demo"  # noqa: S105 - any token opens the sandbox
SANDBOX_STATE = "sandbox.sqlite3"
BOT_DATABASE = "bot.sqlite3"


class PortTaken(OSError):
    """The demo's port belongs to somebody else."""


async def play(port: int, home: Path, reset: bool, stop: asyncio.Event) -> None:
    """Run the demo on 127.0.0.1 until stopped. Raises PortTaken, and what the bot raises."""
    if reset and home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    cast, plan = _read("people.json"), _read("grids.geojson")
    address = f"http://127.0.0.1:{port}"
    app = server.create_app(home / SANDBOX_STATE, roles=_roles(cast), plan=plan)
    try:
        runner = await server.serve(app, port)
    except OSError as error:
        raise PortTaken(f"port {port} cannot be used ({error.strerror}); try: make demo PORT={port + 1}") from None
    try:
        await _bring_people(address, cast)
        settings = _settings(address, home, cast)
        await _load(settings, "import-people", {"people": cast["members"]})
        await _load(settings, "import-grids", {"geojson": plan})
        print(f"The chat page is at {address}/  (Ctrl-C ends the demo)", flush=True)
        await run_bot(settings, stop)
    finally:
        await runner.cleanup()


def _read(name: str) -> dict[str, object]:
    content = json.loads(files("bot").joinpath("demo", name).read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def _settings(address: str, home: Path, cast: Mapping[str, object]) -> Settings:
    return load_settings(
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": address,
            "BOT_DATABASE": str(home / BOT_DATABASE),
            "BOT_ADMINS": "9001",
            "BOT_CLOCK_URL": f"{address}/sandbox/clock",
        }
    )
