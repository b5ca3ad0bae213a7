"""The sandbox as a server: its parts put together, started and ended."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import uvloop
from aiohttp import web

from bot.sandbox import doors, human, keys, page, schema
from bot.sandbox.api import BotApi
from bot.sandbox.clock import SandboxClock
from bot.sandbox.crowd import Crowd
from bot.sandbox.membership import Membership
from bot.sandbox.people import NOBODY, Natives
from bot.sandbox.store import Store
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

HOST = "127.0.0.1"
BODY_LIMIT = 52 * 1024 * 1024  # bytes; Telegram takes files up to 50 MB: Bot API, "Sending files"
GRACE = 0.5  # seconds that requests get to end when the sandbox does
NO_PLAN: JsonObject = {"type": "FeatureCollection", "features": []}
CLOCK_LOOK = 3600.0  # seconds


def create_app(
    state: Path | None = None,
    roles: Mapping[int, str] | None = None,
    plan: JsonObject | None = None,
    clock: SandboxClock | None = None,
    natives: Natives = NOBODY,
) -> web.Application:
    """The whole sandbox. Without ``state`` it forgets everything when it ends.

    ``roles`` (user id → demo role) and ``plan`` (GeoJSON) are shown on the page; the sandbox knows no more of them.
    ``natives`` are there from the beginning and after a reset.
    """
    store = Store(state)
    world = World(store, clock or SandboxClock(_saved_offset(store)), natives)
    app = web.Application(client_max_size=BODY_LIMIT)
    app[keys.WORLD] = world
    app[keys.CROWD] = Crowd(world)
    app[keys.MEMBERSHIP] = Membership(world)
    app[keys.WEBHOOK] = Webhook(world)
    app[keys.ROLES] = roles or {}
    app[keys.PLAN] = plan or NO_PLAN
    app[keys.BOT_API] = BotApi(world, app[keys.WEBHOOK], schema.load())
    app.add_routes([*doors.routes(), *human.routes(), *page.routes()])
    app.cleanup_ctx.extend((_saving, _delivering))
    app.on_shutdown.append(_end_polls)
    return app


async def serve(app: web.Application, port: int) -> web.AppRunner:
    """Listen on loopback; port 0 lets the system choose (``runner.addresses``). Raises OSError if it is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


def run(
    port: int,
    state: Path | None = None,
    roles: Mapping[int, str] | None = None,
    plan: JsonObject | None = None,
    announce: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until SIGINT or SIGTERM; ``announce`` is told the address. Raises OSError if the port is taken."""
    uvloop.run(_run(create_app(state, roles, plan), port, announce))


async def _run(app: web.Application, port: int, announce: Callable[[str], None]) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = await serve(app, port)
    announce(f"http://{HOST}:{runner.addresses[0][1]}/")
    try:
        await stop.wait()
    finally:
        await runner.cleanup()


def _saved_offset(store: Store) -> int:
    return int(dict(store.load("setting")).get("clock", {}).get("offset", 0))


async def _saving(app: web.Application) -> AsyncIterator[None]:
    """Keeps the clock's offset while the sandbox runs, and everything else at its end."""
    world = app[keys.WORLD]
    keeper = asyncio.create_task(_keep_clock(world.store, world.clock))
    yield
    keeper.cancel()
    await asyncio.gather(keeper, return_exceptions=True)
    world.store.close()


async def _delivering(app: web.Application) -> AsyncIterator[None]:
    """Sends updates to a webhook while the sandbox runs."""
    await app[keys.WEBHOOK].start(app[keys.BOT_API].reply)
    yield
    await app[keys.WEBHOOK].stop()


async def _keep_clock(store: Store, clock: SandboxClock) -> None:
    revision = clock.revision
    while True:
        if await clock.changed(revision, CLOCK_LOOK):
            revision = clock.revision
            store.save("setting", "clock", {"offset": clock.offset})


async def _end_polls(app: web.Application) -> None:
    """Whoever has been waiting for something is answered, instead of being waited for."""
    world = app[keys.WORLD]
    world.updates.release_poll()
    world.clock.release()
