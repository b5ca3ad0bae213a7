"""A real browser on the sandbox's page."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, async_playwright

from bot.sandbox.keys import WORLD
from bot.sandbox.server import create_app, serve
from bot.sandbox.wire import JsonObject
from tests.browser.scripted_bot import ScriptedBot
from tests.e2e.sandbox.desk import Desk
from tests.e2e.town import Town

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROLES = {1001: "active courier", 2001: "grid worker"}


def area(name: str, west: float, south: float, east: float, north: float) -> JsonObject:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


PLAN = {
    "type": "FeatureCollection",
    "features": [
        area("Lakeside", 114.330, 30.500, 114.340, 30.507),
        area("Market", 114.340, 30.500, 114.350, 30.507),
        area("Old mill", 114.330, 30.493, 114.350, 30.500),
    ],
}


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[Desk]:
    """A sandbox with three people, a group and the scripted bot."""
    app = create_app(roles=ROLES, plan=PLAN)
    runner = await serve(app, 0)
    async with ClientSession() as session:
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        desk = Desk(base, session, app[WORLD].clock, runner.cleanup)
        await desk.human("users", {"id": 1001, "first_name": "Wei", "language_code": "en"})
        await desk.human("users", {"id": 2001, "first_name": "Lan", "language_code": "en"})
        await desk.human("users", {"id": 1003, "first_name": "Bo", "username": "bo"})
        await desk.human("chats", {"id": -1001000000001, "title": "Lakeside", "members": [1001, 2001]})
        commands = [
            {"command": "report", "description": "Report something"},
            {"command": "help", "description": "Help"},
        ]
        await desk.bot("setMyCommands", commands=commands)
        worker = asyncio.create_task(ScriptedBot(desk).run())
        yield desk
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        await desk.close()


@pytest_asyncio.fixture(loop_scope="session")
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """The sandbox with the demo's people, and the bot."""
    town = Town(tmp_path, webhook=False)
    await town.open()
    yield town
    await town.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("browser tests not run: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


@asynccontextmanager
async def open_page(browser: Browser, address: str, **options: Any) -> AsyncIterator[Page]:
    """A window on the page; whatever it reports as an error fails the test."""
    page = await browser.new_page(**options)
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    await page.goto(address)
    yield page
    await page.close()
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, desk: Desk) -> AsyncIterator[Page]:
    """The page in a desktop window, in English."""
    size = {"width": 1200, "height": 800}
    async with open_page(browser, desk.base, viewport=size, locale="en-GB") as page:
        yield page
