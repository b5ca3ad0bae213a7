"""What was reopened too often goes to the coordinators, once and with everything; they have the last word."""

from __future__ import annotations

from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.verification.fixes import at, confirm, doubt, follow, reopened_twice, report
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    methods,
    words,
)


def test_coordinators_hear_it_with_everything_and_the_reporter_that_one_looks(world: World) -> None:
    reopened_twice(world)
    rows = doubt(world, reason="still_the_same")
    assert report(world).state is ReportState.FIXED
    assert "协调员到现场看" in words(rows, COURIER)
    for coordinator in (COORDINATOR, OTHER_COORDINATOR):
        told = words(rows, coordinator)
        assert "只修了一部分" in told
        assert "和原来一样" in told
        assert str(report(world).number) in told
        drawn = [row.parameters["photo"] for row in at(rows, coordinator) if row.method == "sendPhoto"]
        assert any(isinstance(photo, dict) and photo.get("drawn") == "before_after" for photo in drawn)


def test_a_second_doubt_tells_them_nothing_twice(world: World) -> None:
    reopened_twice(world)
    follow(world)
    doubt(world)
    rows = doubt(world, OTHER_COURIER)
    assert at(rows, COORDINATOR) == []
    assert report(world).state is ReportState.FIXED


def test_a_coordinator_closes_it(world: World) -> None:
    reopened_twice(world)
    doubt(world)
    rows = confirm(world, COORDINATOR)
    assert report(world).state is ReportState.CLOSED
    assert "有人看过" in words(rows, COURIER)
    assert "editMessageCaption" in methods(rows, OTHER_COORDINATOR)


def test_a_coordinator_reopens_it_all_the_same(world: World) -> None:
    reopened_twice(world)
    doubt(world)
    rows = doubt(world, COORDINATOR, "partly")
    assert report(world).state is ReportState.REOPENED
    assert report(world).times_reopened == 3
    assert "已退回重新处理" in words(rows, COURIER)


def test_what_is_doubted_is_not_closed_by_the_clock(world: World) -> None:
    reopened_twice(world)
    doubt(world)
    world.now += 15 * DAY
    world.tick("verification")
    assert report(world).state is ReportState.FIXED


def test_coordinators_are_reminded_once_of_what_waits_for_them(world: World) -> None:
    reopened_twice(world)
    doubt(world)
    world.now = next_time(world.now + 6 * DAY, 15)
    rows = world.tick("verification")
    assert {row.chat_id for row in rows} == {COORDINATOR, OTHER_COORDINATOR}
    assert "正等协调员" in words(rows, COORDINATOR)
    assert world.tick("verification") == []


def test_whoever_fixed_it_does_not_say_that_it_is(world: World) -> None:
    reopened_twice(world)
    world.transaction.execute("UPDATE reports SET worker_id = :id", {"id": world.member(COORDINATOR).id})
    confirm(world, COORDINATOR)
    assert report(world).state is ReportState.FIXED
    rows = doubt(world)
    assert "before_after" not in str([row.parameters for row in at(rows, COORDINATOR)])
    assert "before_after" in str([row.parameters for row in at(rows, OTHER_COORDINATOR)])
