"""The clock's events: APScheduler says when to tick, a tick is an event, and what is due is asked of the database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from storage import inbox
from storage.database import Database, StorageFault
from storage.inbox import Arrival, EventKind

CHANNEL = "clock"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Timer:
    """A tick by this name, once in every period of `seconds`."""

    name: str
    seconds: int


TIMERS = (Timer("retention", 3600),)


def tick_arrival(timer: Timer, now: int) -> Arrival:
    """The tick of the period that `now` (UTC ms) lies in: one key, however often it is told."""
    period = now // (timer.seconds * 1000)
    return Arrival(CHANNEL, EventKind.TICK, f"{timer.name}:{period}", json.dumps({"name": timer.name}))


def started_arrival(now: int) -> Arrival:
    """The tick of a process that starts at `now` (UTC ms)."""
    return Arrival(CHANNEL, EventKind.TICK, f"started:{now}", json.dumps({"name": "started"}))


class Timers:
    """Stores ticks while it is started; a jump of the clock ticks at once, and so does a start."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], timers: Sequence[Timer] = TIMERS
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._timers = timers
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to tick; what was missed while the bot was down ticks once now."""
        for timer in self._timers:
            trigger = IntervalTrigger(seconds=timer.seconds)
            self._scheduler.add_job(self._tick, trigger, [timer], coalesce=True, misfire_grace_time=None)
        self._scheduler.start()
        self._clock.on_jump(self._tick_all)
        self._tick_all()

    async def close(self) -> None:
        """Stop ticking; what is being stored is finished."""
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._ticks)

    def _tick_all(self) -> None:
        for timer in self._timers:
            task = asyncio.get_running_loop().create_task(self._tick(timer))
            self._ticks.add(task)
            task.add_done_callback(self._ticks.discard)

    async def _tick(self, timer: Timer) -> None:
        now = self._clock.now()
        try:
            added = await self._database.write(inbox.add, [tick_arrival(timer, now)], now)
        except StorageFault as fault:
            log.error("a tick was not stored; the next one will do", timer=timer.name, fault=str(fault))
            return
        if added:
            self._wake()
