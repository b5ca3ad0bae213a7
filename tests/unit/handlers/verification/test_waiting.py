"""Fixes that nobody looks at: one reminder after five days, closed after fourteen, by ticks that may come twice."""

from __future__ import annotations

import pytest

from handlers.verification import waiting
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, next_time
from tests.unit.handlers.verification.fixes import at, confirm, doubt, fix, fixed, report, said
from tests.unit.handlers.world import COURIER, WORKER, World, button, methods, only, shown, words


def later(world: World, days: int, hour: int = 15) -> None:
    """So many days later, at that hour."""
    world.now = next_time(world.now + (days - 1) * DAY, hour)


def tick(world: World) -> list[str]:
    assert waiting.any_due(world.transaction, world.now)
    return methods(world.tick("verification"))


def test_after_five_days_it_is_reminded_of_once(world: World) -> None:
    world.now = next_time(world.now, 10)
    fixed(world)
    later(world, 4)
    assert not waiting.any_due(world.transaction, world.now)
    later(world, 2)
    rows = world.tick("verification")
    assert "真的修好了吗" in words(rows, COURIER)
    assert button(rows, "is_fixed:")
    assert not waiting.any_due(world.transaction, world.now)
    assert world.tick("verification") == []


@pytest.mark.parametrize("hour", [3, 12, 18])
def test_nobody_is_reminded_at_night_or_in_the_rush(world: World, hour: int) -> None:
    fixed(world)
    later(world, 7, hour)
    assert world.tick("verification") == []
    later(world, 1, 15)
    assert tick(world) == ["sendMessage"]


def test_the_reminder_says_in_place_what_became_of_it(world: World) -> None:
    fixed(world)
    later(world, 7)
    reminder = only(world.tick("verification"), "sendMessage")
    rows = confirm(world)
    (edit,) = [row for row in rows if row.parent == reminder.id]
    assert edit.method == "editMessageText"


def test_what_somebody_has_looked_at_is_not_reminded_of(world: World) -> None:
    fixed(world)
    doubt(world)
    fix(world)
    confirm(world)
    later(world, 20)
    assert not waiting.any_due(world.transaction, world.now)


def test_after_fourteen_days_it_is_closed_and_told_in_one_silent_line(world: World) -> None:
    fixed(world)
    later(world, 16)
    rows = world.tick("verification")
    assert report(world).state is ReportState.CLOSED
    line = only(at(rows, COURIER), "sendMessage")
    assert line.parameters["disable_notification"] is True
    assert "14 天没有人说还没好" in words([line])
    assert [one.text for one in shown([line])] == ["🔁 又坏了"]
    assert "一直没有人说还没好" in words(rows, WORKER)
    assert said(world) == []


@pytest.mark.parametrize("restarted", [False, True])
def test_a_tick_that_comes_twice_closes_once(world: World, restarted: bool) -> None:
    fixed(world)
    later(world, 16)
    world.tick_twice("verification", restarted=restarted)
    assert report(world).state is ReportState.CLOSED
    assert not waiting.any_due(world.transaction, world.now)


def test_what_was_closed_by_the_clock_can_be_back(world: World) -> None:
    fixed(world)
    later(world, 16)
    world.tick("verification")
    doubt(world, reason="broken_again")
    assert report(world).state is ReportState.REOPENED


def test_fixed_again_the_days_are_counted_anew(world: World) -> None:
    fixed(world)
    later(world, 13)
    doubt(world)
    fix(world)
    world.now += 2 * DAY + HOUR
    assert report(world).state is ReportState.FIXED
    assert world.tick("verification") == []
