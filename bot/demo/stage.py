"""Sets the demo's stage: a sandbox with people in it, a database with members and grids, and the bot between them."""

from __future__ import annotations

import asyncio
import json
import shutil
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path

from aiohttp import web

from bot import goods_file
from bot.app import run as run_bot
from bot.command_socket import CommandRequest
from bot.offline import run_offline
from bot.sandbox import server
from bot.sandbox.people import Group, Natives, Person
from bot.settings import Settings, load_settings

TOKEN = "100000001:demo"  # noqa: S105 - any token opens the sandbox
ADMIN = 9001
SANDBOX_STATE = "sandbox.sqlite3"
BOT_DATABASE = "bot.sqlite3"
NEVER = Path("no.env")  # the demo has its own settings; an .env for the real bot is none of its business


class PortTaken(OSError):
    """The demo's port belongs to somebody else."""


async def play(port: int, home: Path, stop: asyncio.Event) -> None:
    """Run the demo on 127.0.0.1 until stopped. Raises PortTaken, and what the bot raises."""
    address = f"http://127.0.0.1:{port}"
    app = make_sandbox(home / SANDBOX_STATE)
    try:
        runner = await server.serve(app, port)
    except OSError as error:
        raise PortTaken(
            f"port {port} cannot be used ({error.strerror}); try: make demo PORT={port + 1}"
        ) from None
    try:
        settings = load_settings(settings_for(address, home / BOT_DATABASE), NEVER)
        await load_data(settings)
        print(f"The chat page is at {address}/  (Ctrl-C ends the demo)", flush=True)
        await run_bot(settings, stop)
    finally:
        await runner.cleanup()


def clear(home: Path, reset: bool) -> None:
    """Make the folder for the demo's files; `reset` empties it first."""
    if reset and home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)


def settings_for(address: str, database: Path) -> dict[str, str]:
    """The environment of a bot that talks to the sandbox at that address."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": address,
        "BOT_DATABASE": str(database),
        "BOT_ADMINS": str(ADMIN),
        "BOT_CLOCK_URL": f"{address}/sandbox/clock",
    }


def make_sandbox(state: Path) -> web.Application:
    """The sandbox with the demo's people in it, and the plan of its grids on the page."""
    cast = json.loads(_text("cast.json"))
    groups = [{**group, "statuses": _by_id(group["statuses"])} for group in cast["groups"]]
    natives = Natives([Person(**person) for person in cast["people"]], [Group(**group) for group in groups])
    return server.create_app(state, _by_id(cast["roles"]), read_data("grids.geojson"), natives=natives)


async def load_data(settings: Settings) -> None:
    """Load stations, members and grids into a new database; what has happened in one since then stands."""
    status = await _command(settings, "status", {})
    if status["people"]:
        return
    await _import(settings, "import-stations", read_data("stations.json"))
    await _import(settings, "import-people", read_data("people.json"))
    await _import(settings, "import-grids", {"geojson": read_data("grids.geojson")})
    await _import(settings, "import-goods", _goods())
    await _import(settings, "import-routing", read_data("routing.json"))
    await _import(settings, "import-departments", read_data("departments.json"))
    await _import(settings, "offer-training", _next_weeks_training(settings))


def read_data(name: str) -> dict[str, object]:
    """A data file of the demo, a JSON object."""
    content: dict[str, object] = json.loads(_text(name))
    return content


def _next_weeks_training(settings: Settings) -> Mapping[str, object]:
    """A training to sign up for, whenever the demo begins."""
    day = datetime.now(settings.zone) + timedelta(days=7)
    return {**read_data("training.json"), "starts_at": f"{day:%Y-%m-%d} 15:00"}


def _goods() -> Mapping[str, object]:
    """What lies in the shop, with its photos."""
    with as_file(files("bot").joinpath("demo")) as folder:
        return goods_file.read(folder / "goods.json")


def _by_id(table: Mapping[str, str]) -> dict[int, str]:
    """JSON has no numbers for keys."""
    return {int(user_id): value for user_id, value in table.items()}


def _text(name: str) -> str:
    return files("bot").joinpath("demo", name).read_text(encoding="utf-8")


async def _import(settings: Settings, command: str, arguments: Mapping[str, object]) -> None:
    result = await _command(settings, command, arguments)
    if result.get("faults"):
        raise ValueError(f"the demo's own data is wrong: {result}")


async def _command(settings: Settings, name: str, arguments: Mapping[str, object]) -> Mapping[str, object]:
    reply = await run_offline(settings, CommandRequest(str(uuid.uuid4()), name, arguments))
    if not reply.ok:
        raise ValueError(f"the demo could not {name}: {reply.result}")
    return reply.result
