"""Twenty people who write to the bot through a sandbox, and what everybody saw of it afterwards."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.torture import processes
from tests.torture.processes import Process

PEOPLE = tuple(range(1001, 1021))
LOOK = 0.05  # seconds between two looks
WAIT_LONGEST = 300.0  # seconds for everything to be said and done

_TAG = re.compile(r"/t\d+x\d+")


class NotDone(Exception):
    """Something that had to happen did not happen in time."""


class Town:
    """People and their sandbox. What they write is a command nobody knows, because the answer quotes it."""

    def __init__(self, folder: Path, address: str, session: aiohttp.ClientSession) -> None:
        self.folder = folder
        self.address = address
        self.said: dict[int, list[str]] = {person: [] for person in PEOPLE}
        self._session = session

    async def people_arrive(self) -> None:
        """Everybody gets a telephone."""
        for person in PEOPLE:
            fields = {"id": person, "first_name": f"P{person}", "language_code": "en"}
            await self.ask("POST", "users", fields)
        await self.ask("PUT", "limits", {"enabled": False})

    async def say_once(self) -> None:
        """Everybody says one thing, all at the same time."""
        await asyncio.gather(*(self.say(person) for person in PEOPLE))

    async def say(self, person: int) -> str:
        """Somebody says something; returns the tag by which its answer can be told."""
        tag = f"/t{person}x{len(self.said[person])}"
        self.said[person].append(tag)
        await self.ask("POST", "send", {"from": person, "text": tag})
        return tag

    @staticmethod
    def tags_in(text: str) -> list[str]:
        """What an answer quotes."""
        return _TAG.findall(text)

    async def ask(self, verb: str, path: str, fields: Mapping[str, object] | None = None) -> Any:
        """A call of the sandbox's human side that must succeed."""
        async with self._session.request(verb, f"{self.address}/sandbox/{path}", json=fields) as response:
            body = await response.json()
        assert body["ok"], body
        return body.get("result", body)

    async def until_inbox_is_empty(self) -> None:
        """Wait until everything is taken and handled. Raises NotDone."""
        await self._until(lambda: not self._waiting("inbox"))

    async def until_done(self) -> None:
        """Wait until everything is taken, handled and sent. Raises NotDone."""
        await self._until(lambda: not self._waiting("inbox") and not self._waiting("outbox"))

    async def answers(self, person: int) -> list[str]:
        """What the bot answered somebody, in order, each by what it quotes."""
        messages = await self.ask("GET", f"chats/{person}/messages?after=0")
        texts = [message.get("text", "") for message in messages if message["from"]["is_bot"]]
        return [tag for text in texts for tag in self.tags_in(text)]

    def handled(self) -> Counter[str]:
        """How often the inbox holds each thing said as handled."""
        bodies = self._rows("SELECT body FROM inbox WHERE kind = 'update' AND state = 'done'")
        return _count_tags(bodies)

    def effects(self) -> Counter[str]:
        """How often the outbox holds an answer to each thing said."""
        return _count_tags(self._rows("SELECT parameters FROM outbox WHERE method = 'sendMessage'"))

    async def _until(self, is_so: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(WAIT_LONGEST):
                while not (await self._is_acknowledged() and is_so()):
                    await asyncio.sleep(LOOK)
        except TimeoutError:
            raise NotDone(f"still waiting after {WAIT_LONGEST:.0f} s: {self._counts()}") from None

    async def _is_acknowledged(self) -> bool:
        state = await self.ask("GET", "state")
        return not state["pending_updates"]

    def _waiting(self, table: str) -> int:
        return len(self._rows(f"SELECT state FROM {table} WHERE state IN ('waiting', 'sending')"))

    def _counts(self) -> str:
        return f"{self._waiting('inbox')} in the inbox, {self._waiting('outbox')} in the outbox"

    def _rows(self, sql: str) -> Sequence[str]:
        """The first column; nothing while the bot has not made its tables yet."""
        connection = sqlite3.connect(f"{processes.database(self.folder).as_uri()}?mode=ro", uri=True)
        try:
            return [row[0] for row in connection.execute(sql)]
        finally:
            connection.close()


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """A sandbox with people in it; both end with the block."""
    sandbox = processes.sandbox_process(folder)
    await sandbox.start()
    try:
        line = await sandbox.line_with("sandbox: http")
        address = line.split("sandbox: ", 1)[1].strip().rstrip("/")
        async with aiohttp.ClientSession() as session:
            town = Town(folder, address, session)
            await town.people_arrive()
            yield town
    finally:
        await sandbox.stop()


@asynccontextmanager
async def running(bot: Process) -> AsyncIterator[Process]:
    """The bot, until the end of the block; it may well end before that."""
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def _count_tags(texts: Sequence[str]) -> Counter[str]:
    return Counter(tag for text in texts for tag in set(_TAG.findall(text)))
