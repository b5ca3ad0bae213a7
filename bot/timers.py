"""The clock's events: APScheduler says when to tick, a tick is an event, and what is due is asked of the database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from handlers import backups
from handlers.casebook import reading
from handlers.deadlines import weekly
from handlers.dialogue import waiting
from handlers.duplicates import unanswered
from handlers.honours import freezing
from handlers.invitations import expiry
from handlers.limits import sending
from handlers.points import confirming, expiring
from handlers.registration import unfinished as unfinished_registrations
from handlers.reports import bordering, later, morning
from handlers.reports import unfinished as unfinished_reports
from handlers.routing import watching as routing_rules
from handlers.shop import lapsing
from handlers.verification import visits
from handlers.verification import waiting as unverified
from storage import (
    absences,
    bigrams,
    broadcasts,
    dead_letters,
    deferrals,
    expiry_warnings,
    inbox,
    low_stock,
    reminders,
    report_deadlines,
    trainings,
)
from storage import backups as stored_backups
from storage.database import Database, StorageFault, Transaction
from storage.inbox import Arrival, EventKind

CHANNEL = "clock"

log = structlog.get_logger()


class Timer(Protocol):
    """Says when to tick."""

    @property
    def name(self) -> str:
        """The tick's name."""

    @property
    def seconds(self) -> int:
        """How often to look, in seconds."""

    def period(self, now: int) -> str | None:
        """The period that `now` (UTC ms) lies in, which gets one tick; None when it is no time to tick."""

    def is_wanted(self, transaction: Transaction, now: int) -> bool:
        """Whether a tick would find anything to do. Only looks."""


@dataclass(frozen=True, slots=True)
class Every:
    """A tick in every period of `seconds`; `only_if` spares the inbox those that would find nothing to do."""

    name: str
    seconds: int
    only_if: Callable[[Transaction, int], bool] | None = None

    def period(self, now: int) -> str | None:
        """Their number since 1970."""
        return str(now // (self.seconds * 1000))

    def is_wanted(self, transaction: Transaction, now: int) -> bool:
        """Always, unless somebody knows better."""
        return self.only_if is None or self.only_if(transaction, now)


@dataclass(frozen=True, slots=True)
class Daily:
    """A tick a day, from the hour `begins` on; one that was missed comes late, but not after the hour `ends`."""

    name: str
    begins: int
    ends: int
    zone: ZoneInfo
    seconds: int = 60

    def period(self, now: int) -> str | None:
        """The local date, between the two hours."""
        local = datetime.fromtimestamp(now / 1000, self.zone)
        return local.date().isoformat() if self.begins <= local.hour < self.ends else None

    def is_wanted(self, transaction: Transaction, now: int) -> bool:
        """Always."""
        return True


def timers(zone: ZoneInfo) -> Sequence[Timer]:
    """What ticks in this version."""
    return (
        Every("retention", 3600),
        Daily("morning", morning.BEGINS, morning.ENDS, zone),
        Daily(weekly.WEEKLY, weekly.BEGINS, weekly.ENDS, zone),
        Daily("backup", backups.BEGINS, backups.ENDS, zone),
        Every("overdue backup", 3600, stored_backups.is_overdue),
        Every("dead letters", 3600, dead_letters.has_untold),
        Every("unfinished reports", 300, unfinished_reports.any_due),
        Every("held reports", 60, sending.any_due),
        Every("unanswered offers", 60, unanswered.any_due),
        Every("put-off reports", 60, later.any_due),
        Every("unsaid sides", 60, bordering.any_due),
        Every("routing rules", 300, routing_rules.any_due),
        Every("unanswered questions", 300, waiting.any_due),
        Every("verification", 300, unverified.any_due),
        Every("verification offers", 60, visits.any_expired),
        Every("unfinished registrations", 300, unfinished_registrations.any_due),
        Every("unused invitations", 300, expiry.any_due),
        Every("deferred reports", 60, only_if=deferrals.are_due),
        Every("overdue reports", 60, only_if=report_deadlines.any_overdue),
        Every("absences", 60, only_if=absences.are_over),
        Every("broadcasts", 1, only_if=broadcasts.any_to_look_at),
        Every("reminders", 60, only_if=reminders.are_due),
        Every("attendance", 60, only_if=trainings.are_over),
        Every("unconfirmed awards", 300, only_if=confirming.any_lapsed),
        Every("expiring points", 3600, only_if=expiry_warnings.are_due),
        Every("lapsed points", 300, only_if=expiring.any_lapsed),
        Every("honours", 300, only_if=partial(freezing.is_due, zone=zone)),
        Every("pickups", 300, lapsing.any_due),
        Every("low stock", 300, low_stock.has_changed),
        Every(reading.TIMER, 60, only_if=bigrams.is_behind),
    )


def tick_arrival(name: str, period: str) -> Arrival:
    """The tick of a period: one key, however often it is told."""
    return Arrival(CHANNEL, EventKind.TICK, f"{name}:{period}", json.dumps({"name": name}))


def started_arrival(now: int) -> Arrival:
    """The tick of a process that starts at `now` (UTC ms)."""
    return Arrival(CHANNEL, EventKind.TICK, f"started:{now}", json.dumps({"name": "started"}))


class Timers:
    """Stores ticks while it is started; a jump of the clock ticks at once, and so does a start."""

    def __init__(
        self, database: Database, clock: Clock, wake: Callable[[], None], timers: Sequence[Timer]
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._timers = timers
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticks: set[asyncio.Task[None]] = set()
        self._told: dict[str, str] = {}  # the last period of each that is in the inbox

    def start(self) -> None:
        """Begin to tick; what was missed while the bot was down ticks once now."""
        for timer in self._timers:
            trigger = IntervalTrigger(seconds=timer.seconds)
            self._scheduler.add_job(self._begin, trigger, [timer], coalesce=True, misfire_grace_time=None)
        self._scheduler.start()
        self._clock.on_jump(self._tick_all)
        self._tick_all()

    async def close(self) -> None:
        """Stop ticking; what is being stored is finished."""
        self._scheduler.pause()
        await asyncio.sleep(0)  # what the scheduler has just called begins, before it cancels the rest
        self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._ticks)

    def _tick_all(self) -> None:
        for timer in self._timers:
            self._spawn(timer)

    async def _begin(self, timer: Timer) -> None:
        """What the scheduler calls. The tick is a task of ours: the scheduler's own it would cancel at its end."""
        self._spawn(timer)

    def _spawn(self, timer: Timer) -> None:
        task = asyncio.get_running_loop().create_task(self._tick(timer))
        self._ticks.add(task)
        task.add_done_callback(self._ticks.discard)

    async def _tick(self, timer: Timer) -> None:
        now = self._clock.now()
        period = timer.period(now)
        if period is None or self._told.get(timer.name) == period:
            return
        try:
            if not await self._database.read(timer.is_wanted, now):
                return
            added = await self._database.write(inbox.add, [tick_arrival(timer.name, period)], now)
        except StorageFault as fault:
            log.error("a tick was not stored; the next one will do", timer=timer.name, fault=str(fault))
            return
        self._told[timer.name] = period
        if added:
            self._wake()
