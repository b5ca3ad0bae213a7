"""A tick for each period, whoever counts it, and never a flood of those that were missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.clock import ManualClock
from bot.timers import Timer, Timers, started_arrival, tick_arrival
from storage import inbox
from storage.inbox import EventKind
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage, settle

HOUR = 3600 * 1000  # ms
HOURLY = Timer("retention", 3600)


@dataclass
class Watch:
    """Timers at work."""

    storage: Storage
    clock: ManualClock
    woken: list[None] = field(default_factory=list)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        timers = Timers(self.storage.database, self.clock, lambda: self.woken.append(None), [HOURLY])
        timers.start()
        await settle()
        yield
        await timers.close()

    async def advance(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)
        await settle()

    async def ticks(self) -> list[str]:
        return [event.key for event in await self.storage.database.read(inbox.waiting, 100)]


@pytest.fixture
def watch(storage: Storage, clock: ManualClock) -> Watch:
    return Watch(storage, clock)


def test_a_period_has_one_key_from_its_first_to_its_last_moment() -> None:
    begin = NOW - NOW % HOUR

    keys = [tick_arrival(HOURLY, now).key for now in (begin, begin + HOUR - 1, begin + HOUR)]

    assert keys[0] == keys[1] != keys[2]
    assert tick_arrival(HOURLY, NOW).body == '{"name": "retention"}'


def test_every_start_has_a_tick_of_its_own() -> None:
    first, second = started_arrival(NOW), started_arrival(NOW + 1)

    assert first.key != second.key
    assert (first.kind, first.body) == (EventKind.TICK, '{"name": "started"}')


async def test_a_start_ticks_at_once_and_wakes_the_engine(watch: Watch) -> None:
    async with watch.running():
        assert await watch.ticks() == [tick_arrival(HOURLY, NOW).key]
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

        assert await watch.ticks() == [tick_arrival(HOURLY, NOW).key, tick_arrival(HOURLY, NOW + HOUR).key]


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
