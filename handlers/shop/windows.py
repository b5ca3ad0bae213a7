"""When things can be chosen, and how many of them in a month or a quarter. Pure rules; times are UTC ms."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.points import periods
from handlers.points.periods import Period
from storage.goods import Per
from storage.shop_windows import Days

MONTHS_IN_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Window:
    """Whether things can be chosen now. `changes_at` is until when, or when they can be again; None for always."""

    is_open: bool
    changes_at: int | None = None


ALWAYS = Window(is_open=True)


def window_state(days: Days | None, clock: datetime) -> Window:
    """Whether the shop gives things away at the time that a clock shows."""
    if days is None:
        return ALWAYS
    now = int(clock.timestamp() * 1000)
    here = _in_month(days, clock)
    if now < here.since:
        return Window(is_open=False, changes_at=here.since)
    if now < here.until:
        return Window(is_open=True, changes_at=here.until)
    return Window(is_open=False, changes_at=_in_month(days, _first_of_next_month(clock)).since)


def period_of(per: Per, clock: datetime) -> Period:
    """The month or the quarter that a clock shows."""
    month = periods.month_of(clock)
    if per is Per.MONTH:
        return month
    first = (clock.month - 1) // MONTHS_IN_A_QUARTER * MONTHS_IN_A_QUARTER + 1
    begins, ends = clock.replace(month=first, day=1), clock.replace(month=first + 2, day=1)
    return Period(periods.month_of(begins).since, periods.month_of(ends).until)


def _in_month(days: Days, clock: datetime) -> Period:
    """The days of the month that a clock shows; what it has not of them ends with it."""
    length = monthrange(clock.year, clock.month)[1]
    first, last = clock.replace(day=min(days.first, length)), clock.replace(day=min(days.last, length))
    return Period(periods.day_of(first).since, periods.day_of(last).until)


def _first_of_next_month(clock: datetime) -> datetime:
    first: date = clock.date().replace(day=1) + timedelta(days=31)
    return datetime.combine(first.replace(day=1), time.min, clock.tzinfo)
