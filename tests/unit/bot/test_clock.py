"""Clocks that jump, stand still, and follow another one over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from unittest import mock

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot import clock as clock_module
from bot.clock import Clock, ClockUnreachable, FollowedClock, ManualClock, SystemClock

NOW = 1_700_000_000_000
SECOND = 1_000


class Leader:
    """The clock to follow: answers like the sandbox's, and only when told to like one without revisions."""

    def __init__(self) -> None:
        self.answer: dict[str, object] = {"ok": True, "now": NOW, "frozen": False, "revision": 1}
        self.questions: list[dict[str, str]] = []
        self.changed = asyncio.Event()

    def say(self, **answer: object) -> None:
        self.answer |= answer
        self.changed.set()
        self.changed = asyncio.Event()

    async def tell(self, request: web.Request) -> web.StreamResponse:
        self.questions.append(dict(request.query))
        if request.query.get("revision") == str(self.answer.get("revision")):
            await self.changed.wait()
        return web.json_response(self.answer)


class Stopwatch:
    """The monotonic clock, in nanoseconds, moved by hand."""

    def __init__(self) -> None:
        self.nanoseconds = 5_000_000_000

    def __call__(self) -> int:
        return self.nanoseconds

    def run(self, milliseconds: int) -> None:
        self.nanoseconds += milliseconds * 1_000_000


@asynccontextmanager
async def following(leader: Leader, stopwatch: Callable[[], int]) -> AsyncIterator[FollowedClock]:
    app = web.Application()
    app.router.add_get("/clock", leader.tell)
    async with TestServer(app) as server:
        clock = FollowedClock(f"http://{server.host}:{server.port}/clock", stopwatch)
        await clock.start()
        try:
            yield clock
        finally:
            await clock.close()


async def jump_of(clock: Clock) -> None:
    """Return after the clock's next jump."""
    jumped = asyncio.Event()
    clock.on_jump(jumped.set)
    await asyncio.wait_for(jumped.wait(), 5)


async def test_a_clock_moved_by_hand_wakes_who_sleeps_till_then_and_nobody_else() -> None:
    clock = ManualClock(NOW)
    sooner = asyncio.create_task(clock.sleep_until(NOW + 10))
    later = asyncio.create_task(clock.sleep_until(NOW + 20))
    await asyncio.sleep(0)
    clock.advance(10)
    await sooner
    assert not later.done()
    clock.advance(1_000_000)
    await later
    assert clock.now() == NOW + 1_000_010


async def test_an_instant_that_has_passed_is_not_waited_for() -> None:
    await ManualClock(NOW).sleep_until(NOW)
    await SystemClock().sleep_until(0)


async def test_a_jump_back_keeps_sleepers_asleep() -> None:
    clock = ManualClock(NOW)
    sleeper = asyncio.create_task(clock.sleep_until(NOW + 10))
    await asyncio.sleep(0)
    clock.advance(-100)
    clock.advance(100)
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.advance(10)
    await sleeper


async def test_every_jump_is_told() -> None:
    clock = ManualClock(NOW)
    jumps: list[int] = []
    clock.on_jump(lambda: jumps.append(clock.now()))
    clock.advance(5)
    clock.advance(-2)
    assert jumps == [NOW + 5, NOW + 3]


async def test_the_systems_clock_is_now_in_milliseconds_and_sleeps() -> None:
    clock = SystemClock()
    instant = clock.now() + 5
    await clock.sleep_until(instant)
    assert instant <= clock.now() < instant + 5_000


async def test_a_sleeper_notices_that_the_systems_clock_was_set() -> None:
    clock = SystemClock()
    with mock.patch.object(clock_module, "LONGEST_NAP", 0.001):
        sleeper = asyncio.create_task(clock.sleep_until(clock.now() + 3_600 * SECOND))
        await asyncio.sleep(0)
        with mock.patch.object(time, "time_ns", return_value=(NOW * 10) * 1_000_000):
            await asyncio.wait_for(sleeper, 5)


async def test_between_answers_a_followed_clock_runs_on_the_monotonic_one() -> None:
    stopwatch = Stopwatch()
    async with following(Leader(), stopwatch) as clock:
        assert clock.now() == NOW
        stopwatch.run(1_234)
        assert clock.now() == NOW + 1_234


async def test_a_jump_of_the_followed_clock_is_followed_and_told_at_once() -> None:
    leader = Leader()
    async with following(leader, Stopwatch()) as clock:
        sleeper = asyncio.create_task(clock.sleep_until(NOW + 86_400 * SECOND))
        jump = asyncio.create_task(jump_of(clock))
        await asyncio.sleep(0)
        leader.say(now=NOW + 86_400 * SECOND, revision=2)
        await jump
        await asyncio.wait_for(sleeper, 5)
        assert clock.now() == NOW + 86_400 * SECOND
    assert leader.questions[1] == {"revision": "1", "wait": str(clock_module.LONG_POLL)}


async def test_a_frozen_clock_stands_still_until_it_thaws() -> None:
    leader, stopwatch = Leader(), Stopwatch()
    async with following(leader, stopwatch) as clock:
        jump = asyncio.create_task(jump_of(clock))
        await asyncio.sleep(0)
        leader.say(frozen=True, revision=2)
        await jump
        stopwatch.run(5_000)
        assert clock.now() == NOW
        jump = asyncio.create_task(jump_of(clock))
        await asyncio.sleep(0)
        leader.say(frozen=False, revision=3)
        await jump
        stopwatch.run(7)
        assert clock.now() == NOW + 7


async def test_without_revisions_it_asks_again_and_again() -> None:
    leader = Leader()
    del leader.answer["revision"]
    with mock.patch.object(clock_module, "ASK_AGAIN", 0.001):
        async with following(leader, Stopwatch()) as clock:
            jump = asyncio.create_task(jump_of(clock))
            await asyncio.sleep(0)
            leader.say(now=NOW + 60 * SECOND)
            await jump
            assert clock.now() == NOW + 60 * SECOND
    assert {} in leader.questions[1:]


async def test_the_networks_jitter_is_no_jump_and_time_does_not_stutter() -> None:
    leader = Leader()
    async with following(leader, Stopwatch()) as clock:
        jumps: list[int] = []
        clock.on_jump(lambda: jumps.append(clock.now()))
        for revision, jitter in ((2, 30), (3, -30)):
            asked = len(leader.questions)
            leader.say(now=NOW + jitter, revision=revision)
            while len(leader.questions) <= asked:
                await asyncio.sleep(0.001)
            assert clock.now() == NOW
        assert jumps == []


async def test_a_clock_that_falls_silent_or_talks_nonsense_leaves_the_follower_running() -> None:
    leader, stopwatch = Leader(), Stopwatch()
    with mock.patch.object(clock_module, "ASK_AGAIN", 0.001):
        async with following(leader, stopwatch) as clock:
            for nonsense in ({"now": "noon", "revision": 2}, {"now": None, "revision": 3}):
                asked = len(leader.questions)
                leader.say(**nonsense)
                while len(leader.questions) < asked + 3:
                    await asyncio.sleep(0.001)
            stopwatch.run(500)
            assert clock.now() == NOW + 500


async def test_a_clock_that_cannot_be_reached_is_reported_by_its_address() -> None:
    clock = FollowedClock("http://127.0.0.1:1/sandbox/clock")
    with (
        mock.patch.object(clock_module, "PATIENCE", 0.05),
        mock.patch.object(clock_module, "ASK_AGAIN", 0.01),
        pytest.raises(ClockUnreachable, match="sandbox/clock did not tell the time"),
    ):
        await clock.start()


async def test_asking_before_the_start_is_a_mistake_in_the_program() -> None:
    with pytest.raises(RuntimeError, match="before it was started"):
        FollowedClock("http://127.0.0.1:1/").now()
