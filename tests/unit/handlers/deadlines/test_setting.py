"""By when a report is to be taken on and fixed, through every step of its life."""

from __future__ import annotations

import pytest

from handlers.deadlines.setting import GOES, STANDS, Move, due_after
from handlers.deadlines.working_time import Calendar
from handlers.reports.lifecycle import OPEN, TRANSITIONS
from storage.deadlines import Allowance
from storage.report_deadlines import Due
from storage.reports import ReportState
from storage.working_times import WorkingTimes
from tests.unit.handlers.clockwork import HOUR, WUHAN
from tests.unit.handlers.deadlines.moments import at
from tests.unit.handlers.deeds.reports import accepted, deferred, report
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import COURIER, WEST, WORKER, World, button, category_button, only

State = ReportState
ALLOWED = Allowance(accept=120, fix=480)
CALENDAR = Calendar(WorkingTimes(((510, 720), (840, 1050)), {1, 2, 3, 4, 5}), WUHAN)
NOW = at("2026-11-25 09:00")
NONE = Due()


def after(before: State, state: State, was: Due = NONE, *, since: int = NOW, now: int = NOW) -> Due:
    return due_after(Move(before, since, state, now), was, ALLOWED, CALENDAR)


def test_every_open_state_has_a_clock_that_goes_or_stands() -> None:
    assert set(OPEN) <= set(GOES) | STANDS
    assert not set(GOES) & STANDS


def test_what_was_submitted_is_to_be_taken_on_in_working_time() -> None:
    due = at("2026-11-25 11:00")
    assert after(State.DRAFT, State.SUBMITTED) == Due(accept_by=due, overdue_at=due)


def test_what_is_taken_on_is_to_be_fixed_and_beginning_to_work_changes_nothing() -> None:
    due = at("2026-11-26 10:00")
    accepted_ = after(State.SUBMITTED, State.ACCEPTED, Due(accept_by=NOW + HOUR))
    assert accepted_ == Due(fix_by=due, overdue_at=due)
    assert after(State.ACCEPTED, State.WORKING, accepted_, now=NOW + HOUR) == accepted_


def test_whoever_gets_it_anew_has_all_the_time() -> None:
    nearly_over = Due(fix_by=NOW + 1)
    assert after(State.ACCEPTED, State.HANDED_OVER, nearly_over).accept_by == at("2026-11-25 11:00")
    assert after(State.FIXED, State.REOPENED, nearly_over).fix_by == at("2026-11-26 10:00")


def test_while_its_reporter_is_asked_the_clock_stands_and_what_was_left_is_left() -> None:
    asked = after(
        State.SUBMITTED, State.ASKED, Due(accept_by=at("2026-11-25 11:00")), now=at("2026-11-25 10:00")
    )
    assert asked.overdue_at is None
    answered = after(
        State.ASKED, State.SUBMITTED, asked, since=at("2026-11-25 10:00"), now=at("2026-11-27 17:00")
    )
    assert answered.accept_by == answered.overdue_at == at("2026-11-30 09:00")


def test_a_deferral_and_a_fix_that_was_undone_take_nothing_of_the_time() -> None:
    monday, friday = at("2026-11-23 09:00"), at("2026-11-27 09:00")
    put_off = after(State.WORKING, State.DEFERRED, Due(fix_by=at("2026-11-23 12:00")), now=monday)
    fixed = after(State.DEFERRED, State.FIXED, put_off, since=monday, now=friday)
    undone = after(State.FIXED, State.WORKING, fixed, since=friday, now=at("2026-11-27 15:00"))
    assert undone.fix_by == at("2026-11-30 09:00")  # three hours from Friday at three


def test_what_was_late_stays_late_but_the_next_that_is_said_waits() -> None:
    was = Due(accept_by=at("2026-11-24 10:00"))
    asked = after(State.SUBMITTED, State.ASKED, was)
    answered = after(State.ASKED, State.SUBMITTED, asked, since=NOW, now=at("2026-11-26 09:00"))
    assert answered == Due(accept_by=was.accept_by, overdue_at=at("2026-11-26 11:00"))


@pytest.mark.parametrize("state", [State.CLOSED, State.JOINED])
def test_what_is_over_has_no_deadline(state: State) -> None:
    assert after(State.FIXED if state is State.CLOSED else State.WORKING, state, Due(fix_by=NOW)) == Due()


def test_one_of_before_there_were_deadlines_gets_one_with_its_next_step() -> None:
    assert after(State.ASKED, State.SUBMITTED).accept_by == at("2026-11-25 11:00")


@pytest.mark.parametrize(("before", "action"), [key for key in TRANSITIONS if TRANSITIONS[key] in GOES])
def test_no_step_leaves_a_clock_that_goes_without_an_end(before: State, action: str) -> None:
    due = after(before, TRANSITIONS[before, action], Due(NOW + HOUR, NOW + HOUR))  # type: ignore[index]
    assert due.overdue_at is not None
    assert due.overdue_at > NOW


class TestInTheBot:
    """The same with handlers and the database."""

    def test_a_leak_at_ten_is_to_be_taken_on_at_noon_and_its_card_says_so(self, world: World) -> None:
        world.now = at("2026-11-25 10:00")
        card = only([row for row in report(world) if row.chat_id == WORKER], "sendPhoto")
        assert world.all_reports()[0].accept_by == at("2026-11-25 12:00")
        assert "⏰ 请在11月25日 周三 12:00前接单" in str(card.parameters["caption"])

    def test_a_danger_is_due_in_fifteen_minutes_at_any_hour(self, world: World) -> None:
        world.now = at("2026-11-28 23:50")
        world.downloaded(only(world.photo(COURIER, "wire"), "getFile"))
        world.press(COURIER, category_button(world.location(COURIER, WEST), "live_cable"))
        assert world.all_reports()[0].accept_by == at("2026-11-29 00:05")

    def test_taking_it_on_says_by_when_it_is_to_be_fixed(self, world: World) -> None:
        world.now = at("2026-11-25 09:00")
        edits = [row for row in accepted(world) if row.method == "editMessageCaption"]
        assert "⏰ 请在11月26日 周四 10:00前修好" in str(edits[0].parameters["caption"])

    def test_what_goes_on_after_a_deferral_has_what_was_left(self, world: World) -> None:
        world.now = at("2026-11-25 09:00")
        card = deferred(world)  # at once: all eight hours are left
        world.now = at("2026-11-30 09:00")
        world.press(WORKER, button(card, "go_on:"))
        assert world.all_reports()[0].fix_by == at("2026-12-01 10:00")

    def test_a_file_says_otherwise(self, world: World) -> None:
        world.now = at("2026-11-25 09:00")
        world.command(
            "import-deadlines",
            file={"deadlines": [{"categories": ["leak"], "accept": "30 min", "fix": "1 d"}]},
        )
        report(world)
        assert world.all_reports()[0].accept_by == at("2026-11-25 09:30")

    def test_a_card_of_what_is_closed_names_no_time(self, world: World) -> None:
        accepted(world)
        rows = in_state(world, world.all_reports()[0], ReportState.CLOSED)
        assert "⏰" not in str(only(rows, "sendPhoto").parameters["caption"])
