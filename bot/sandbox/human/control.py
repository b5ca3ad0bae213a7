"""Arranging the world: time, limits, quiet moments, what was called, and starting over."""

import asyncio
from collections.abc import Iterable
from dataclasses import asdict

from aiohttp import web

from bot.sandbox.clock import SandboxClock
from bot.sandbox.human.answers import done, get, post, put
from bot.sandbox.human.fields import read_fields, read_query, wrong
from bot.sandbox.keys import WEBHOOK, WORLD
from bot.sandbox.world import World

QUIET = 0.2  # real seconds without a call after which a bot counts as done
LOOK_AGAIN = 0.02  # real seconds
SETTLE_PATIENCE = 10.0  # real seconds


def routes() -> Iterable[web.RouteDef]:
    yield put("limits", set_limits)
    yield get("clock", show_clock)
    yield post("clock", move_clock)
    yield post("settle", settle)
    yield get("calls", calls)
    yield get("state", state)
    yield post("reset", reset)


async def set_limits(request: web.Request) -> web.Response:
    """Flood limits on or off."""
    fields = await read_fields(request, ("enabled",))
    request.app[WORLD].limits.enabled = fields.need("enabled", bool)
    return done()


async def show_clock(request: web.Request) -> web.Response:
    """The time here, after waiting for the next jump if asked to."""
    query = read_query(request, ("revision", "wait"))
    clock = request.app[WORLD].clock
    if "revision" in query:
        await clock.changed(query.need("revision", int), query.get("wait", float, 0.0))
    return _clock(clock)


async def move_clock(request: web.Request) -> web.Response:
    """Jumps forward, stands still or goes on."""
    fields = await read_fields(request, ("advance", "freeze"))
    clock = request.app[WORLD].clock
    if fields.one_of(("advance", "freeze")) == "freeze":
        clock.freeze(fields.need("freeze", bool))
        return _clock(clock)
    try:
        clock.advance(fields.need("advance", float))
    except ValueError as error:
        raise wrong(str(error)) from error
    return _clock(clock)


async def settle(request: web.Request) -> web.Response:
    """Returns when the bot has taken every update and done what it does about them."""
    fields = await read_fields(request, ("timeout",))
    timeout = fields.get("timeout", float, SETTLE_PATIENCE)
    world = request.app[WORLD]
    try:
        await asyncio.wait_for(_quiet(world), timeout)
    except TimeoutError:
        waiting = len(world.updates.waiting())
        raise wrong(
            f"not settled within {timeout:g} s: {waiting} updates are unacknowledged, "
            f"the bot's last call ended {world.journal.idle_seconds():.2f} s ago"
        ) from None
    return done()


async def calls(request: web.Request) -> web.Response:
    """The journal of what the bot called, oldest first."""
    query = read_query(request, ("method", "chat", "after"))
    found = request.app[WORLD].journal.calls(
        query.get("method", str), query.get("chat", int), query.get("after", int, 0)
    )
    return done([asdict(call) for call in found])


async def state(request: web.Request) -> web.Response:
    """What waits, how updates are delivered, who the bot is, and how much there is."""
    world = request.app[WORLD]
    return done(
        {
            "pending_updates": [update.wire() for update in world.updates.waiting()],
            "webhook": request.app[WEBHOOK].info(),
            "bot": world.profile.user(),
            "limits": world.limits.enabled,
            "revision": world.history.revision,
            "counters": {
                "people": len(world.people.people),
                "chats": len(world.people.groups),
                "calls": world.journal.count,
            },
        }
    )


async def reset(request: web.Request) -> web.Response:
    """Chats and people as at the start; ids keep rising."""
    request.app[WORLD].reset()
    return done()


def _clock(clock: SandboxClock) -> web.Response:
    body = {"ok": True, "now": clock.now(), "frozen": clock.frozen, "revision": clock.revision}
    return web.json_response(body)


async def _quiet(world: World) -> None:
    """Wait until nothing has waited and nothing was called for a while.

    An acknowledged update may still be at work inside the bot: quiet is counted from when the last one left.
    """
    loop = asyncio.get_running_loop()
    last_waiting = loop.time()
    while min(world.journal.idle_seconds(), loop.time() - last_waiting) < QUIET:
        await asyncio.sleep(LOOK_AGAIN)
        if world.updates.waiting(1):
            last_waiting = loop.time()
