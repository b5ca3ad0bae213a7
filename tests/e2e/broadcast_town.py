"""A town of three hundred, Telegram's limits in force, and the bot as a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import time
from typing import Any

import aiohttp

from bot.command_socket import CommandRequest
from bot.demo.stage import NEVER
from bot.offline import run_offline
from bot.sandbox.people import Natives, Person
from bot.sandbox.server import create_app, serve
from bot.settings import load_settings
from tests.e2e.town import Person as Phone
from tests.e2e.town import Town
from tests.torture import processes
from tests.torture.processes import READY, Process

COORDINATOR = 3001
COURIERS = range(10_001, 10_301)
CHATTING = COURIERS[:10]
CHAT_PAUSE = 1.5  # seconds between two messages of one person, who is also about to get the broadcast
PACED = ("copyMessage", "sendMessage", "editMessageText")
LOOK = 0.1  # seconds between two looks
PATIENCE = 60.0  # seconds for all of a broadcast


class BroadcastTown(Town):
    """Everybody has talked to the bot before; `phone` is the coordinator's."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, webhook=False)
        self.phone = Phone(self, COORDINATOR)
        self._process: Process | None = None

    async def open(self) -> None:
        people = [
            Person(id_, f"P{id_}", language_code="zh", has_started=True) for id_ in (COORDINATOR, *COURIERS)
        ]
        app = create_app(self.home / "sandbox.sqlite3", {}, {}, natives=Natives(people))
        self._runner = await serve(app, 0)
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.session = aiohttp.ClientSession()
        self._environment = {
            name: value
            for name, value in processes.settings(self.home, self.address, by_webhook=False).items()
            if not name.startswith("BOT_PACE")
        }
        await self._bring_people()
        await self.start_bot()

    async def close(self) -> None:
        await self.stop_bot()
        await self.session.close()
        await self._runner.cleanup()

    async def start_bot(self) -> None:
        """Start the process; returns when it receives, and has shown everybody their commands."""
        self._process = processes.bot_process(self.home, self._environment, f"bot-{time()}")
        await self._process.start()
        await self._process.line_with(READY)

    async def stop_bot(self) -> None:
        if self._process is not None:
            await self._process.stop()

    async def kill_bot(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        await self._process.kill()

    async def until_quiet(self) -> None:
        """Wait until nothing is left to send."""
        await self.until_so(
            lambda: not self.rows("SELECT 1 FROM outbox WHERE state IN ('waiting', 'sending')")
        )

    async def prepare(self) -> None:
        """Everything up to the preview of a broadcast to all couriers."""
        await self.phone.say("/broadcast")
        await self.settle()
        await self.phone.say("周五下午急救培训，欢迎来")
        await self.phone.press("骑手")
        await self.phone.press("马上")
        async with asyncio.timeout(PATIENCE):  # a chat gets five messages at once and then one a second
            while await self._preview() is None:
                await asyncio.sleep(LOOK)

    async def confirm(self) -> None:
        """Start it, without waiting for the bot to be quiet: it may be busy with other people."""
        label = f"📢 发给 {len(COURIERS)} 人"
        await self.post("press", {"from": COORDINATOR, "message_id": await self._preview(), "text": label})

    async def _preview(self) -> int | None:
        said = await self.messages(COORDINATOR)
        return next((one["message_id"] for one in said if "发之前看一眼" in one.get("text", "")), None)

    async def until_over(self) -> str:
        """Wait for the progress to say that it has ended; returns what it says."""
        async with asyncio.timeout(PATIENCE):
            while not (said := await self.progress()) or "用时" not in said:
                await asyncio.sleep(LOOK)
        return said

    async def progress(self) -> str:
        """What the coordinator sees of it."""
        said = [message.get("text", "") for message in await self.messages(COORDINATOR)]
        return next((text for text in reversed(said) if "共 300 人" in text), "")

    async def copies(self) -> Counter[int]:
        """How many copies each courier's chat shows."""
        found = Counter[int]()
        for courier in COURIERS:
            shown = await self.messages(courier)
            found[courier] = sum("急救培训" in message.get("text", "") for message in shown)
        return found

    async def paced_calls(self) -> list[Any]:
        """Every call that counts in Telegram's limits."""
        return [call for method in PACED for call in await self.calls(method)]

    def outcomes(self) -> Mapping[str, int]:
        """How many recipients' rows are in which state."""
        return Counter(
            self.rows(
                "SELECT coalesce(skipped, state) FROM broadcast_recipients LEFT JOIN outbox ON outbox.id = outbox_id"
            )
        )

    def uncertain(self) -> set[int]:
        """The chats of the rows that may or may not have arrived."""
        return set(self.rows("SELECT chat_id FROM outbox WHERE state = 'uncertain'"))

    def rows(self, sql: str) -> Sequence[Any]:
        """The first column, as the bot's file has it now."""
        connection = sqlite3.connect(f"{processes.database(self.home).as_uri()}?mode=ro", uri=True)
        try:
            return [row[0] for row in connection.execute(sql)]
        finally:
            connection.close()

    async def until_so(self, is_so: Any) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not is_so():
                await asyncio.sleep(LOOK)

    async def _bring_people(self) -> None:
        couriers = [{"user_id": id_, "name": f"骑手{id_}", "roles": ["courier"]} for id_ in COURIERS]
        people = [{"user_id": COORDINATOR, "name": "刘敏", "roles": ["coordinator"]}, *couriers]
        settings = load_settings(self._environment, NEVER)
        reply = await run_offline(settings, CommandRequest("people", "import-people", {"people": people}))
        assert reply.ok, reply.result
