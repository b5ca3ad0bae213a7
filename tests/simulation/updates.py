"""Telegram's queue of updates: told again until acknowledged, sometimes after that too, by polling or webhook."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from telegram.error import NetworkError

from bot.intake import Intake, read_text
from bot.request import ConnectionLost
from storage.database import StorageFault
from tests.simulation.trace import Trace

TOLD_AGAIN = 0.05  # of the updates come once more although they were acknowledged
LOST = 0.1  # of the requests or their answers, while there are faults
WEBHOOK_PATIENCE = 2.0  # seconds until a webhook that did not answer 200 is called again
LATENCY = 0.1  # seconds; the most a request takes


@dataclass(frozen=True, slots=True)
class Update:
    """One update and the chat (messages) or person (presses) whose updates a webhook gets in order."""

    id: int
    lane: str
    body: dict[str, object]

    def text(self) -> str:
        """The JSON of it."""
        return json.dumps(self.body, ensure_ascii=False)


class Updates:
    """What people did and the bot has not acknowledged yet."""

    def __init__(self, chance: Random, trace: Trace) -> None:
        self.acknowledged: dict[int, Update] = {}
        self.are_faulty = True
        self._chance = chance
        self._trace = trace
        self._newest = chance.randrange(1, 10**9)
        self._waiting: dict[int, Update] = {}
        self._arrival: asyncio.Event | None = None

    def add(self, lane: str, kind: str, content: dict[str, object]) -> int:
        """Somebody did something; returns the update's id."""
        self._newest += 1
        update = Update(self._newest, lane, {"update_id": self._newest, kind: content})
        self._waiting[update.id] = update
        self._trace.note("update", update.id, kind, content.get("text", content.get("data", "")))
        if self._arrival is not None:
            self._arrival.set()
        return update.id

    @property
    def is_empty(self) -> bool:
        """Whether everything was acknowledged."""
        return not self._waiting

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, object]]:
        """getUpdates: acknowledge what lies before the offset, then wait for something to tell."""
        self._maybe_lose("the question")
        for id_ in sorted(id_ for id_ in self._waiting if id_ < offset):
            self._acknowledge(self._waiting[id_])
        if not self._waiting:
            await self._wait(timeout)
        self._maybe_lose("the updates")
        return [self._waiting[id_].body for id_ in sorted(self._waiting)[:limit]]

    async def push(self, intake: Intake) -> None:
        """The webhook: the oldest of each lane at a time, again until the intake has stored it."""
        under_way: dict[str, asyncio.Task[None]] = {}
        while True:
            for lane, update in self._heads().items():
                if lane not in under_way or under_way[lane].done():
                    under_way[lane] = asyncio.create_task(self._post(update, intake))
            await self._wait(WEBHOOK_PATIENCE)

    def _heads(self) -> dict[str, Update]:
        lanes: defaultdict[str, list[Update]] = defaultdict(list)
        for update in self._waiting.values():
            lanes[update.lane].append(update)
        return {lane: min(updates, key=lambda update: update.id) for lane, updates in lanes.items()}

    async def _post(self, update: Update, intake: Intake) -> None:
        await asyncio.sleep(self._chance.random() * LATENCY)
        try:
            self._maybe_lose("the request")
            await intake.store(read_text(update.text()))
            await asyncio.sleep(self._chance.random() * LATENCY)
            self._maybe_lose("the 200")
        except (NetworkError, StorageFault):
            await asyncio.sleep(WEBHOOK_PATIENCE)
            return
        self._acknowledge(update)
        if self._arrival is not None:
            self._arrival.set()  # the lane's next may go

    def _acknowledge(self, update: Update) -> None:
        known = update.id in self.acknowledged
        self.acknowledged[update.id] = update
        if known or not self.are_faulty or self._chance.random() >= TOLD_AGAIN:
            self._waiting.pop(update.id, None)
            self._trace.note("acknowledged", update.id)

    def _maybe_lose(self, what: str) -> None:
        if self.are_faulty and self._chance.random() < LOST:
            self._trace.note("lost", what)
            raise ConnectionLost(f"{what} got lost")

    async def _wait(self, seconds: float) -> None:
        self._arrival = asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                await self._arrival.wait()
        except TimeoutError:
            pass
        finally:
            self._arrival = None
