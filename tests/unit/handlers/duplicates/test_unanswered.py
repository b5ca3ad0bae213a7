"""Whoever does not say whether theirs is what they were shown: it is sent as something new."""

from __future__ import annotations

import pytest

from handlers.duplicates.unanswered import any_due
from storage import put_off
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, MINUTE
from tests.unit.handlers.duplicates.seeing import A_LOOK, ROUND_THE_CORNER, newest, see, seen_by_both
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import OTHER_COURIER, WORKER, World, button, words


def test_after_ten_minutes_it_is_sent_and_not_before(world: World) -> None:
    seen_by_both(world)
    world.now += 9 * MINUTE
    assert not any_due(world.transaction, world.now)
    assert world.tick("unanswered offers") == []
    world.now += MINUTE
    assert any_due(world.transaction, world.now)
    rows = world.tick("unanswered offers")
    assert newest(world).state is ReportState.SUBMITTED
    assert "报上去了" in words(rows, OTHER_COURIER)
    assert not any_due(world.transaction, world.now)


def test_a_photo_like_another_holds_nothing_up_either(world: World) -> None:
    see(world, look=A_LOOK)
    see(world, OTHER_COURIER, ROUND_THE_CORNER, look=A_LOOK)
    world.now += 10 * MINUTE
    assert "照片很像" in words(world.tick("unanswered offers"), WORKER)


@pytest.mark.parametrize("restarted", [True, False])
def test_it_is_sent_once_whatever_the_clock_and_the_process_do(world: World, restarted: bool) -> None:
    seen_by_both(world)
    world.now += 10 * MINUTE
    world.tick_twice("unanswered offers", restarted=restarted)
    world.tick("unanswered offers")
    assert [report.number for report in world.all_reports()] == ["WH-2026-000001", "WH-2026-000002"]


def test_whoever_answers_too_late_is_told_that_it_was_sent(world: World) -> None:
    rows = seen_by_both(world)
    world.now += 10 * MINUTE
    world.tick("unanswered offers")
    for begins in ("me_too:", "different:"):
        assert "已经报上去" in answer(world.press(OTHER_COURIER, button(rows, begins)))


def test_what_was_put_off_waits_for_its_time(world: World) -> None:
    seen_by_both(world)
    put_off.put_off(world.transaction, newest(world).id, world.now + DAY, world.now)
    world.now += 10 * MINUTE
    assert not any_due(world.transaction, world.now)
    world.now += DAY
    assert any_due(world.transaction, world.now)
