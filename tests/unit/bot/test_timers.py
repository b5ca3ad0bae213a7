"""A tick for each period, whoever counts it, and never a flood of those that were missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import ManualClock
from bot.timers import Daily, Every, Timer, Timers, started_arrival, tick_arrival
from storage import inbox
from storage.inbox import EventKind
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage, settle

HOUR = 3600 * 1000  # ms
WUHAN = ZoneInfo("Asia/Shanghai")
MORNING = Daily("morning", 8, 12, WUHAN)
HOURLY = Every("retention", 3600)


@dataclass
class Watch:
    """Timers at work."""

    storage: Storage
    clock: ManualClock
    woken: list[None] = field(default_factory=list)
    timer: Timer = HOURLY

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        timers = Timers(self.storage.database, self.clock, lambda: self.woken.append(None), [self.timer])
        timers.start()
        await settle()
        yield
        await timers.close()

    async def advance(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)
        await settle()

    async def ticks(self) -> list[str]:
        return [event.key for event in await self.storage.database.read(inbox.waiting, 100)]


def key_at(now: int, timer: Timer = HOURLY) -> str:
    """The key of the tick that is due then."""
    return f"{timer.name}:{timer.period(now)}"


def at(hour: int, day: int = 1) -> int:
    """UTC ms of an hour in Wuhan."""
    return int(datetime(2026, 9, day, hour, tzinfo=WUHAN).timestamp() * 1000)


@pytest.fixture
def watch(storage: Storage, clock: ManualClock) -> Watch:
    return Watch(storage, clock)


def test_a_period_has_one_key_from_its_first_to_its_last_moment() -> None:
    begin = NOW - NOW % HOUR

    periods = [HOURLY.period(now) for now in (begin, begin + HOUR - 1, begin + HOUR)]

    assert periods[0] == periods[1] != periods[2]


def test_a_tick_is_known_by_its_name_and_period() -> None:
    arrival = tick_arrival("retention", "7")

    assert (arrival.key, arrival.body) == ("retention:7", '{"name": "retention"}')


def test_every_start_has_a_tick_of_its_own() -> None:
    first, second = started_arrival(NOW), started_arrival(NOW + 1)

    assert first.key != second.key
    assert (first.kind, first.body) == (EventKind.TICK, '{"name": "started"}')


async def test_a_start_ticks_at_once_and_wakes_the_engine(watch: Watch) -> None:
    async with watch.running():
        assert await watch.ticks() == [key_at(NOW)]
        assert len(watch.woken) == 1


async def test_a_second_start_in_the_same_period_does_not_tick_again(watch: Watch) -> None:
    async with watch.running():
        pass
    async with watch.running():
        assert len(await watch.ticks()) == 1
        assert len(watch.woken) == 1


async def test_a_jump_of_the_clock_ticks_at_once(watch: Watch) -> None:
    async with watch.running():
        await watch.advance(HOUR)

        assert await watch.ticks() == [key_at(NOW), key_at(NOW + HOUR)]


async def test_what_was_missed_ticks_once(watch: Watch) -> None:
    async with watch.running():
        await watch.advance(50 * HOUR)

        assert len(await watch.ticks()) == 2


async def test_a_tick_that_cannot_be_stored_is_left_to_the_next(watch: Watch) -> None:
    watch.storage.is_ill(True)
    async with watch.running():
        watch.storage.is_ill(False)
        assert await watch.ticks() == []

        await watch.advance(1)

        assert len(await watch.ticks()) == 1


async def test_close_finishes_what_is_being_stored(storage: Storage, clock: ManualClock) -> None:
    timers = Timers(storage.database, clock, lambda: None, [HOURLY])
    timers.start()

    await asyncio.wait_for(timers.close(), 2)

    assert await storage.database.read(inbox.count_waiting) == 1


@pytest.mark.parametrize(("hour", "ticks"), [(7, False), (8, True), (11, True), (12, False), (23, False)])
def test_a_daily_tick_comes_from_its_hour_on_and_not_too_late(hour: int, ticks: bool) -> None:
    assert (MORNING.period(at(hour)) is not None) == ticks


def test_a_day_has_one_daily_tick_and_the_next_day_another() -> None:
    assert MORNING.period(at(8)) == MORNING.period(at(11)) == "2026-09-01"
    assert MORNING.period(at(8, day=2)) == "2026-09-02"


async def test_a_daily_tick_that_was_missed_comes_late(watch: Watch) -> None:
    watch.timer = MORNING
    watch.clock.advance(at(7) - NOW)
    async with watch.running():
        assert await watch.ticks() == []

        await watch.advance(3 * HOUR)

        assert await watch.ticks() == ["morning:2026-09-01"]


async def test_a_tick_that_would_find_nothing_to_do_is_spared(watch: Watch) -> None:
    wanted: list[int] = []
    watch.timer = Every("reminders", 60, lambda _, now: now in wanted)
    async with watch.running():
        assert await watch.ticks() == []

        wanted.append(NOW + HOUR)
        await watch.advance(HOUR)

        assert await watch.ticks() == [key_at(NOW + HOUR, watch.timer)]


async def test_a_clock_set_back_does_not_tick_again_for_what_was_told(watch: Watch) -> None:
    async with watch.running():
        await watch.advance(HOUR)
        await watch.advance(-HOUR)

        assert await watch.ticks() == [key_at(NOW), key_at(NOW + HOUR)]


async def test_a_tick_that_was_begun_is_finished_at_the_end_and_not_cut_short(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = asyncio.Event()

    class AtOnce(IntervalTrigger):  # type: ignore[misc]
        """Fires as soon as it is asked, once."""

        def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime | None:
            return now if previous is None else None

    async def slowly(function: Callable[..., object], *arguments: object) -> object:
        began.set()
        await settle()
        return await read(function, *arguments)

    read = watch.storage.database.read
    monkeypatch.setattr("bot.timers.IntervalTrigger", AtOnce)
    monkeypatch.setattr(watch.storage.database, "read", slowly)
    monkeypatch.setattr(
        Timers, "_tick_all", lambda _timers: None
    )  # the scheduler's own tick is the one meant
    timers = Timers(watch.storage.database, watch.clock, lambda: None, [HOURLY])
    timers.start()
    await asyncio.wait_for(began.wait(), 5)

    await timers.close()

    assert await watch.ticks() == [key_at(watch.clock.now())]
