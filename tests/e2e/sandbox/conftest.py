"""Sandboxes on ports of the system's choosing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.keys import WORLD
from bot.sandbox.server import create_app, serve
from tests.e2e.sandbox.desk import COURIER, GROUP, STRANGER, Desk

OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def open_desk() -> AsyncIterator[OpenDesk]:
    """Starts sandboxes: ``await open_desk(state)``; each ends with the test, or with ``desk.close()``."""
    async with AsyncExitStack() as stack:

        async def start(state: Path | None = None) -> Desk:
            app = create_app(state)
            runner = await serve(app, 0)
            stack.push_async_callback(runner.cleanup)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            base = f"http://127.0.0.1:{runner.addresses[0][1]}"
            return Desk(base, session, app[WORLD].clock, runner.cleanup)

        yield start


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    """A sandbox with a courier who has started the bot, a stranger who has not, and a group of the courier's."""
    desk = await open_desk()
    await desk.human("users", {"id": COURIER, "first_name": "Li", "username": "li"})
    await desk.human("users", {"id": STRANGER, "first_name": "Wang"})
    await desk.human("chats", {"id": GROUP, "title": "Grid 1", "members": [COURIER]})
    await desk.human("limits", {"enabled": False}, verb="PUT")
    await desk.say("/start")
    await desk.forget_updates()
    return desk
