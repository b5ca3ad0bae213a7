"""A real browser on the sandbox's page, and a small bot that speaks the Bot API over HTTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, async_playwright

from bot.sandbox.server import create_app, serve

CHROMIUM = shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "7000000001:browser-test"
ROLES = {1001: "active courier", 2001: "grid worker"}
POLL = 20  # seconds


def area(name: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
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


@dataclass(frozen=True, slots=True)
class Desk:
    """A running sandbox with people in it."""

    address: str
    session: ClientSession

    async def human(self, path: str, body: dict[str, Any]) -> Any:
        async with self.session.post(f"{self.address}/sandbox/{path}", json=body) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def bot(self, method: str, **parameters: Any) -> Any:
        async with self.session.post(f"{self.address}/bot{TOKEN}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]


class ScriptedBot:
    """Greets, shows buttons, counts photos and names places: enough to exercise everything the page shows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def run(self) -> None:
        offset = 0
        while True:
            for update in await self._desk.bot("getUpdates", offset=offset, timeout=POLL):
                offset = update["update_id"] + 1
                await self._take(update)

    async def _take(self, update: dict[str, Any]) -> None:
        if "callback_query" in update:
            await self._answer(update["callback_query"])
        elif "message" in update:
            message = update["message"]
            kind = next(
                kind for kind in ("text", "photo", "location", "contact", "document") if kind in message
            )
            await getattr(self, f"_on_{kind}")(message)

    async def _answer(self, query: dict[str, Any]) -> None:
        is_alert = query["data"] == "rules"
        text = "Please photograph safely." if is_alert else "Thank you!"
        await self._desk.bot(
            "answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=is_alert
        )
        if not is_alert:
            message = query["message"]
            await self._desk.bot(
                "editMessageText",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                text="Accepted ✓",
            )

    async def _on_text(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        if message["text"] == "/start":
            keyboard = [[{"text": "📍 I am here", "request_location": True}], [{"text": "Help"}]]
            await self._desk.bot(
                "sendMessage",
                chat_id=chat,
                text="<b>Welcome</b>, <i>rider</i>! Send a photo &amp; a place.\n<code>&lt;script&gt;</code>",
                parse_mode="HTML",
                reply_markup={"keyboard": keyboard, "resize_keyboard": True},
            )
            return
        rows = [
            [
                {"text": "Accept", "callback_data": "accept", "style": "success"},
                {"text": "Rules", "callback_data": "rules"},
            ],
            [{"text": "Invite", "url": "https://t.me/sandbox_bot?start=welcome"}],
        ]
        text = f"You said: {message['text']}"
        await self._desk.bot("sendMessage", chat_id=chat, text=text, reply_markup={"inline_keyboard": rows})

    async def _on_photo(self, message: dict[str, Any]) -> None:
        chat = message["chat"]["id"]
        await self._desk.bot(
            "setMessageReaction",
            chat_id=chat,
            message_id=message["message_id"],
            reaction=[{"type": "emoji", "emoji": "👍"}],
        )

    async def _on_document(self, message: dict[str, Any]) -> None:
        name = message["document"]["file_name"]
        await self._desk.bot("sendMessage", chat_id=message["chat"]["id"], text=f"A file: {name}")

    async def _on_location(self, message: dict[str, Any]) -> None:
        place = message["location"]
        await self._desk.bot(
            "sendVenue",
            chat_id=message["chat"]["id"],
            latitude=place["latitude"],
            longitude=place["longitude"],
            title="Where you stand",
            address="by the lake",
        )

    async def _on_contact(self, message: dict[str, Any]) -> None:
        await self._desk.bot("sendMessage", chat_id=message["chat"]["id"], text="A contact, thanks")


@pytest_asyncio.fixture(loop_scope="session")
async def desk() -> AsyncIterator[Desk]:
    """A sandbox with three people, a group and the scripted bot."""
    runner = await serve(create_app(roles=ROLES, plan=PLAN), 0)
    host, port = runner.addresses[0][:2]
    async with ClientSession() as session:
        desk = Desk(f"http://{host}:{port}", session)
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
    await runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("browser tests not run: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, desk: Desk) -> AsyncIterator[Page]:
    """The page in a desktop window, in English; whatever it reports as an error fails the test."""
    page = await browser.new_page(viewport={"width": 1200, "height": 800}, locale="en-GB")
    page.set_default_timeout(8000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    await page.goto(desk.address)
    yield page
    await page.close()
    assert errors == []
