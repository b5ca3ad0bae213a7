import asyncio

import pytest

from bot.sandbox.clock import SandboxClock


class RealTime:
    def __init__(self) -> None:
        self.milliseconds = 1_000_000

    def __call__(self) -> int:
        return self.milliseconds


def test_time_follows_real_time_until_it_is_moved() -> None:
    real = RealTime()
    clock = SandboxClock(real=real)
    clock.advance(1.5)
    real.milliseconds += 10
    assert clock.now() == 1_001_510
    assert clock.offset == 1500


def test_a_frozen_clock_stands_still_and_can_still_be_moved() -> None:
    real = RealTime()
    clock = SandboxClock(real=real)
    clock.freeze(True)
    real.milliseconds += 5000
    clock.advance(60)
    assert clock.frozen
    assert clock.now() == 1_060_000


def test_a_thawed_clock_goes_on_from_where_it_stood() -> None:
    real = RealTime()
    clock = SandboxClock(real=real)
    clock.freeze(True)
    real.milliseconds += 5000
    clock.freeze(False)
    real.milliseconds += 7
    assert clock.now() == 1_000_007


def test_a_clock_started_again_goes_on_with_its_offset() -> None:
    assert SandboxClock(offset=3_600_000, real=RealTime()).now() == 4_600_000


def test_time_never_goes_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        SandboxClock().advance(-1)


async def test_a_jump_wakes_whoever_sleeps() -> None:
    clock = SandboxClock(real=RealTime())
    sleeper = asyncio.create_task(clock.sleep_until(clock.now() + 86_400_000))
    await asyncio.sleep(0)
    clock.advance(86_399)
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.advance(1)
    await asyncio.wait_for(sleeper, 1)


async def test_waiting_for_a_jump_ends_with_the_jump_or_the_timeout() -> None:
    clock = SandboxClock()
    assert not await clock.changed(clock.revision, 0)
    before = clock.revision
    clock.advance(1)
    assert await clock.changed(before, 0)


async def test_whoever_waits_for_a_jump_is_let_go_when_the_sandbox_ends() -> None:
    clock = SandboxClock(real=RealTime())
    waiting = asyncio.create_task(clock.changed(clock.revision, 60))
    await asyncio.sleep(0)
    clock.release()
    assert not await asyncio.wait_for(waiting, 1)


async def test_whoever_is_let_go_and_cancelled_at_once_ends() -> None:
    clock = SandboxClock(real=RealTime())
    waiting = asyncio.create_task(clock.changed(clock.revision, 60))
    await asyncio.sleep(0)
    clock.release()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, 1)
