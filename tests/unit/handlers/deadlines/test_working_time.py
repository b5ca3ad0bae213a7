"""Time in which people work: nights, breaks, weekends and holidays do not count."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deadlines.working_time import MINUTE, Calendar, add_working_time, working_time_between
from storage.working_times import WorkingTimes
from tests.unit.handlers.clockwork import DAY, WUHAN
from tests.unit.handlers.deadlines.moments import at

HOURS = ((510, 720), (840, 1050))
USUAL = Calendar(WorkingTimes(HOURS, {1, 2, 3, 4, 5}), WUHAN)
AROUND_THE_NEW_YEAR = Calendar(
    WorkingTimes(HOURS, {1, 2, 3, 4, 5}, holidays={"2027-01-01"}, workdays={"2027-01-02"}), WUHAN
)
MONDAY = datetime(2026, 11, 23, tzinfo=WUHAN)

moments = st.integers(
    min_value=int(MONDAY.timestamp()) * 1000, max_value=int(MONDAY.timestamp()) * 1000 + 60 * DAY
)
amounts = st.integers(min_value=0, max_value=5000)
calendars = st.sampled_from([USUAL, AROUND_THE_NEW_YEAR, None])


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-25 09:00", 60, "2026-11-25 10:00"),
        ("2026-11-25 11:00", 60, "2026-11-25 12:00"),  # the very end of the morning
        ("2026-11-25 11:00", 90, "2026-11-25 14:30"),
        ("2026-11-25 12:30", 30, "2026-11-25 14:30"),
        ("2026-11-25 23:00", 30, "2026-11-26 09:00"),
        ("2026-11-27 17:00", 60, "2026-11-30 09:00"),  # over a weekend
        ("2026-11-28 10:00", 420, "2026-11-30 17:30"),
        ("2026-12-31 17:00", 60, "2027-01-04 09:00"),
    ],
)
def test_only_working_time_counts(start: str, minutes: int, end: str) -> None:
    calendar = (
        USUAL if end < "2027" else Calendar(WorkingTimes(HOURS, {1, 2, 3, 4, 5}, {"2027-01-01"}), WUHAN)
    )
    assert add_working_time(at(start), minutes, calendar) == at(end)


def test_a_weekend_that_is_worked_on_instead_of_a_holiday_counts() -> None:
    assert add_working_time(at("2026-12-31 17:00"), 60, AROUND_THE_NEW_YEAR) == at("2027-01-02 09:00")


def test_around_the_clock_every_minute_counts() -> None:
    assert add_working_time(at("2026-11-28 23:50"), 15, None) == at("2026-11-29 00:05")


def test_a_day_may_end_at_midnight() -> None:
    calendar = Calendar(WorkingTimes(((1380, 1440),), {1, 2, 3, 4, 5, 6, 7}), WUHAN)
    assert add_working_time(at("2026-11-25 23:30"), 60, calendar) == at("2026-11-26 23:30")


def test_without_any_working_time_there_is_no_calendar() -> None:
    with pytest.raises(ValueError, match="ever due"):
        Calendar(WorkingTimes((), {1}), WUHAN)


@given(moments, amounts, amounts, calendars)
def test_it_adds_up(start: int, first: int, second: int, calendar: Calendar | None) -> None:
    step_by_step = add_working_time(add_working_time(start, first, calendar), second, calendar)
    assert step_by_step == add_working_time(start, first + second, calendar)


@given(moments, moments, amounts, calendars)
def test_who_starts_later_ends_no_sooner(
    one: int, other: int, minutes: int, calendar: Calendar | None
) -> None:
    earlier, later = sorted((one, other))
    assert add_working_time(earlier, minutes, calendar) <= add_working_time(later, minutes, calendar)


@given(moments, amounts, amounts, calendars)
def test_more_time_ends_no_sooner(start: int, one: int, other: int, calendar: Calendar | None) -> None:
    less, more = sorted((one, other))
    assert start <= add_working_time(start, less, calendar) <= add_working_time(start, more, calendar)


@given(moments, st.integers(min_value=1, max_value=5000), st.sampled_from([USUAL, AROUND_THE_NEW_YEAR]))
def test_nothing_is_due_while_nobody_works(start: int, minutes: int, calendar: Calendar) -> None:
    end = datetime.fromtimestamp(add_working_time(start, minutes, calendar) / 1000, WUHAN)
    minute = end.hour * 60 + end.minute + (end.second + end.microsecond / 1_000_000) / 60
    assert calendar.is_worked(end.date())
    assert any(begins < minute <= ends for begins, ends in HOURS)


@given(moments, amounts, calendars)
def test_what_was_added_is_what_lies_between(start: int, minutes: int, calendar: Calendar | None) -> None:
    end = add_working_time(start, minutes, calendar)
    assert working_time_between(start, end, calendar) == minutes * MINUTE
