"""Whoever has sent so many keeps their draft, hears when it goes, and it goes by itself."""

from __future__ import annotations

import pytest

from handlers.limits.rules import AN_HOUR, FOR_DANGERS
from handlers.limits.sending import any_due
from storage.reports import ReportState
from tests.unit.handlers.clockwork import HOUR, MINUTE
from tests.unit.handlers.duplicates.seeing import NEXT_DOOR, newest, offered, see
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import COURIER, OTHER_COURIER, WORKER, World, button, only, words


def send_all(world: World) -> None:
    """As many as go in an hour, in its first minutes."""
    for _ in range(AN_HOUR):
        see(world, spot=world.apart(NEXT_DOOR))


def one_more(world: World) -> list[str]:
    return words(see(world, spot=world.apart(NEXT_DOOR)), COURIER).splitlines()


def test_one_more_is_kept_and_its_reporter_told_until_when(world: World) -> None:
    send_all(world)
    said = "\n".join(one_more(world))
    assert newest(world).state is ReportState.DRAFT
    assert newest(world).held_until is not None
    assert "自动发出" in said
    assert "23:13" in said
    assert "119" in said


def test_it_goes_out_by_itself_and_only_then(world: World) -> None:
    send_all(world)
    one_more(world)
    world.now += 30 * MINUTE
    assert not any_due(world.transaction, world.now)
    assert world.tick("held reports") == []
    world.now += 30 * MINUTE
    assert any_due(world.transaction, world.now)
    rows = world.tick("held reports")
    assert newest(world).state is ReportState.SUBMITTED
    assert "报上去了" in words(rows, COURIER)
    assert "WH-2026-000006" in words(rows, WORKER)
    assert not any_due(world.transaction, world.now)


def test_it_goes_out_once_whatever_the_clock_and_the_process_do(world: World) -> None:
    send_all(world)
    one_more(world)
    world.now += HOUR
    world.tick_twice("held reports", restarted=True)
    world.tick("held reports")
    assert [report.number for report in world.all_reports()].count("WH-2026-000006") == 1


def test_of_two_that_wait_both_go_in_their_order_even_put_aside(world: World) -> None:
    send_all(world)
    one_more(world)
    world.now += 11 * MINUTE
    one_more(world)
    assert [report.state for report in world.all_reports()[-2:]] == [ReportState.DRAFT] * 2
    world.now += HOUR
    world.tick("held reports")
    assert [report.number for report in world.all_reports()[-2:]] == ["WH-2026-000006", "WH-2026-000007"]


def test_what_is_given_up_meanwhile_is_not_sent(world: World) -> None:
    send_all(world)
    one_more(world)
    world.say(COURIER, "/cancel")
    world.now += HOUR
    assert not any_due(world.transaction, world.now)
    assert world.tick("held reports") == []


def test_somebody_elses_reports_do_not_count(world: World) -> None:
    send_all(world)
    see(world, OTHER_COURIER, world.apart(NEXT_DOOR))
    assert newest(world).state is ReportState.SUBMITTED


@pytest.mark.parametrize("minutes", [0, 61])
def test_joining_counts_as_reporting_and_waits_too(world: World, minutes: int) -> None:
    see(world, OTHER_COURIER)
    send_all(world)
    rows = see(world, COURIER, NEXT_DOOR)
    assert "me_too" in offered(rows)
    world.now += minutes * MINUTE
    pressed = world.press(COURIER, button(rows, "me_too:"))
    assert newest(world).state is (ReportState.JOINED if minutes else ReportState.DRAFT)
    assert ("之后再点一次" in answer(pressed)) == (minutes == 0)


def test_a_photo_that_is_stored_last_still_waits(world: World) -> None:
    send_all(world)
    fetching = only(world.photo(COURIER, "late"), "getFile")
    spot = world.apart(NEXT_DOOR)
    world.press(COURIER, button(world.location(COURIER, spot), "category:").rsplit(":", 1)[0] + ":leak")
    assert "自动发出" in words(world.downloaded(fetching))
    assert newest(world).held_until is not None


def test_a_danger_goes_though_the_rest_has_to_wait_but_not_for_ever(world: World) -> None:
    send_all(world)
    for _ in range(FOR_DANGERS):
        see(world, spot=world.apart(NEXT_DOOR), category="gas")
        assert newest(world).state is ReportState.SUBMITTED
    see(world, spot=world.apart(NEXT_DOOR), category="gas")
    assert newest(world).held_until is not None
