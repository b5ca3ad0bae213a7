"""A whole town over real HTTP: the sandbox, the bot beside it, and people with phones."""

from __future__ import annotations

import asyncio
import io
import socket
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import aiohttp
from PIL import ExifTags, Image

from bot.app import run
from bot.demo import stage
from bot.sandbox.server import serve
from bot.settings import Settings, load_settings

SETTLE_SECONDS = 20.0
LOOK = 0.004  # seconds between two looks
CLOCKS_DIFFER = 100  # ms; the bot follows the sandbox's clock, and not to the millisecond
WEBHOOK_SECRET = "a-secret-of-the-test"
HAS_STARTED = "SELECT EXISTS (SELECT 1 FROM inbox WHERE kind = 'tick' AND key LIKE 'started:%')"
IS_AT_WORK = (
    "SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'waiting')"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending')"
    " OR EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND due_at <= :now)"
)


_people: bytes | None = None  # the file of a bot that has been brought the demo's people, once one has


class Person:
    """Somebody with a phone, by what they do."""

    def __init__(self, town: Town, user_id: int) -> None:
        self.town = town
        self.id = user_id

    async def say(self, text: str, **fields: object) -> Any:
        return await self.town.post("send", {"from": self.id, "text": text, **fields})

    async def send_photo(self, photo: bytes, caption: str | None = None) -> Any:
        fields = {"from": str(self.id)} | ({"caption": caption} if caption else {})
        return await self.town.upload("photo", photo, fields)

    async def send_place(self, latitude: float, longitude: float) -> Any:
        place = {"latitude": latitude, "longitude": longitude}
        return await self.town.post("send", {"from": self.id, "location": place})

    async def press(self, label: str, message_id: int | None = None) -> Any:
        """Press the newest button that begins with the label (or the one under a message)."""
        found_id, text = await self._button(label, message_id)
        return await self.town.post("press", {"from": self.id, "message_id": found_id, "text": text})

    async def forge(self, data: str) -> Any:
        """Press a button that was never there, under the newest message."""
        message = (await self.messages())[-1]
        return await self.town.post(
            "press", {"from": self.id, "message_id": message["message_id"], "data": data}
        )

    async def messages(self) -> list[Any]:
        """What the private chat shows."""
        return await self.town.messages(self.id)

    async def transcript(self) -> str:
        """The private chat as text, after everything has settled."""
        await self.town.settle()
        async with self.town.session.get(
            f"{self.town.address}/sandbox/chats/{self.id}/transcript"
        ) as response:
            return await response.text()

    async def _button(self, label: str, message_id: int | None) -> tuple[int, str]:
        await self.town.settle()
        for message in reversed(await self.messages()):
            if message_id in (None, message["message_id"]):
                for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                    for button in row:
                        if label in button["text"]:
                            return message["message_id"], button["text"]
        raise AssertionError(f"no button {label!r} for {self.id}:\n{await self.transcript()}")


class Town:
    """The sandbox and the bot; the bot can be stopped and started again."""

    def __init__(self, home: Path, webhook: bool) -> None:
        self.home = home
        self.webhook = webhook
        self.address = ""
        self.session: aiohttp.ClientSession
        self.environment: dict[str, str]  # of the bot
        self._settings: Settings
        self._runner: aiohttp.web.AppRunner
        self._stop = asyncio.Event()
        self._bot: asyncio.Task[None] | None = None
        self._jumps = 0  # of the clock, after which everything has settled

    async def open(self) -> None:
        """Start the sandbox, bring the people and start the bot."""
        self._runner = await serve(stage.make_sandbox(self.home / "sandbox.sqlite3"), 0)
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()
        self.environment = self._make_environment()
        self._settings = load_settings(self.environment)
        async with self.session.put(f"{self.address}/sandbox/limits", json={"enabled": False}) as response:
            _result(await response.json())
        await bring_people(self._settings)
        await self.start_bot()
        async with asyncio.timeout(SETTLE_SECONDS):
            while not self._ask_file(HAS_STARTED):
                await asyncio.sleep(LOOK)

    async def close(self) -> None:
        """Stop everything."""
        await self.stop_bot()
        await self.session.close()
        await self._runner.cleanup()

    async def start_bot(self) -> None:
        """Start the bot; it receives a moment later."""
        self._stop = asyncio.Event()
        self._bot = asyncio.create_task(run(self._settings, self._stop))

    async def stop_bot(self) -> None:
        """Stop the bot; raises what it ended with."""
        self._stop.set()
        if self._bot is not None:
            bot, self._bot = self._bot, None
            await bot

    async def post(self, path: str, fields: Mapping[str, object]) -> Any:
        """A call of the sandbox's human side that must succeed."""
        async with self.session.post(f"{self.address}/sandbox/{path}", json=fields) as response:
            return _result(await response.json())

    async def get(self, path: str) -> Any:
        """A question to the sandbox's human side."""
        async with self.session.get(f"{self.address}/sandbox/{path}") as response:
            return _result(await response.json())

    async def upload(self, kind: str, content: bytes, fields: Mapping[str, str]) -> Any:
        """Send a file as somebody."""
        form = aiohttp.FormData(dict(fields))
        form.add_field(kind, io.BytesIO(content), filename=f"{kind}.jpg", content_type="image/jpeg")
        async with self.session.post(f"{self.address}/sandbox/send", data=form) as response:
            return _result(await response.json())

    async def upload_album(self, photos: Sequence[bytes], fields: Mapping[str, str]) -> Any:
        """Send several photos at once."""
        form = aiohttp.FormData(dict(fields))
        for number, content in enumerate(photos):
            form.add_field("photo", io.BytesIO(content), filename=f"{number}.jpg", content_type="image/jpeg")
        async with self.session.post(f"{self.address}/sandbox/send", data=form) as response:
            return _result(await response.json())

    async def file_of(self, file_id: str) -> bytes:
        """The bytes behind a file id, as the bot would fetch them."""
        api = f"{self.address}/bot{stage.TOKEN}/getFile"
        async with self.session.post(api, json={"file_id": file_id}) as response:
            path = _result(await response.json())["file_path"]
        async with self.session.get(f"{self.address}/file/bot{stage.TOKEN}/{path}") as response:
            return await response.read()

    async def messages(self, chat: int) -> list[Any]:
        """What a chat shows now."""
        found = await self.get(f"chats/{chat}/messages?after=0")
        assert isinstance(found, list)
        return found

    async def calls(self, method: str) -> list[Any]:
        """What the bot has called."""
        found = await self.get(f"calls?method={method}")
        assert isinstance(found, list)
        return found

    async def until(self, person: Person, words: str) -> None:
        """Wait until somebody's chat shows the words: for what the clock is to bring by itself."""
        async with asyncio.timeout(SETTLE_SECONDS):
            while words not in await person.transcript():
                await asyncio.sleep(LOOK)

    async def settle(self) -> None:
        """Wait until the bot has taken every update and has done everything that follows from them by now.

        An update is in the bot's file before it is acknowledged; what follows from an event is there in the same
        transaction that ends the event. So nothing is missed, and nobody has to wait for a silence. Only of the
        ticks that a jump of the clock brings nothing is known before they are there: after one, silence it is.
        """
        jumps = (await self.get("clock"))["revision"]
        if jumps != self._jumps:
            await self.post("settle", {"timeout": SETTLE_SECONDS})
            self._jumps = jumps
        async with asyncio.timeout(SETTLE_SECONDS):
            while await self._is_at_work():
                await asyncio.sleep(LOOK)

    async def _is_at_work(self) -> bool:
        if (await self.get("state"))["pending_updates"]:
            return True
        now = (await self.get("clock"))["now"]
        return self._ask_file(IS_AT_WORK, now=now + CLOCKS_DIFFER)

    def _ask_file(self, question: str, **values: int) -> bool:
        """What the bot's file says, that of another process too."""
        path = self.home / "bot.sqlite3"
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute(question, values).fetchone()[0])

    def _make_environment(self) -> dict[str, str]:
        values = stage.settings_for(self.address, self.home / "bot.sqlite3")
        # These tests say in a second what people say in minutes; pacing has tests of its own.
        values |= {"BOT_PACE_TOTAL": "0", "BOT_PACE_CHAT": "0", "BOT_PACE_GROUP": "0"}
        if self.webhook:
            port = _free_port()
            values["BOT_WEBHOOK_URL"] = f"http://127.0.0.1:{port}/telegram"
            values["BOT_WEBHOOK_LISTEN"] = f"127.0.0.1:{port}"
            values["BOT_WEBHOOK_SECRET"] = WEBHOOK_SECRET
        return values


async def bring_people(settings: Settings) -> None:
    """Load the demo's data into a new file; the towns after the first get a copy of what that made."""
    global _people
    if _people is None:
        await stage.load_data(settings)
        _people = settings.database.read_bytes()
    else:
        settings.database.write_bytes(_people)


def photo(
    seed: int, size: tuple[int, int] = (640, 480), place: tuple[float, float] = (30.5, 114.33)
) -> bytes:
    """A real JPEG with EXIF in it, taken at a place (degrees north and east); another picture for every seed."""
    image = Image.effect_noise(size, 64).convert("RGB")
    image.paste((Random(seed).randrange(256), 80, seed % 256), (40, 40, 200, 200))
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = "taken by somebody"
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (place[0], 0.0, 0.0), 3: "E", 4: (place[1], 0.0, 0.0)}
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def _result(body: Any) -> Any:
    assert body["ok"], body
    return body.get("result", body)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
