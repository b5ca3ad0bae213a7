"""The first part that fails stops the process, and is what the process ends with."""

from __future__ import annotations

import asyncio

import pytest

from bot.supervision import Supervisor
from tests.unit.bot.stage import settle


async def for_ever() -> None:
    await asyncio.Event().wait()


async def fail(reason: str) -> None:
    raise OSError(reason)


async def end_well() -> None:
    """Some parts have only so much to do."""


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture
def supervisor(stop: asyncio.Event) -> Supervisor:
    return Supervisor(stop)


async def test_a_part_that_fails_stops_everything_with_its_error(
    supervisor: Supervisor, stop: asyncio.Event
) -> None:
    supervisor.start("engine", for_ever())
    supervisor.start("intake", fail("no line"))
    await asyncio.wait_for(stop.wait(), 2)
    await supervisor.cancel_all()

    with pytest.raises(OSError, match="no line"):
        supervisor.raise_failure()


async def test_the_first_failure_is_the_one_that_is_told(supervisor: Supervisor) -> None:
    supervisor.start("intake", fail("first"))
    supervisor.start("engine", fail("second"))
    await settle()

    with pytest.raises(OSError, match="first"):
        supervisor.raise_failure()


async def test_a_part_that_has_done_its_work_stops_nobody(
    supervisor: Supervisor, stop: asyncio.Event
) -> None:
    supervisor.start("identity", end_well())
    await settle()

    assert not stop.is_set()
    supervisor.raise_failure()


async def test_finish_says_whether_a_part_ended_well(supervisor: Supervisor) -> None:
    supervisor.start("well", end_well())
    supervisor.start("badly", fail("broken"))
    supervisor.start("never", for_ever())

    assert await supervisor.finish("well", 2)
    assert not await supervisor.finish("badly", 2)
    assert not await supervisor.finish("never", 0.01)


async def test_to_be_cancelled_is_no_failure(supervisor: Supervisor, stop: asyncio.Event) -> None:
    supervisor.start("intake", for_ever())
    await supervisor.cancel("intake")

    assert not stop.is_set()
    supervisor.raise_failure()
