"""Days, months and years of the place where the bot serves, as points know them. Pure rules; times are UTC ms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until before `until`."""

    since: int
    until: int


def day_of(clock: datetime) -> Period:
    """The day that a clock shows."""
    today = clock.date()
    return Period(_midnight(today, clock), _midnight(today + timedelta(days=1), clock))


def month_of(clock: datetime) -> Period:
    """The month that a clock shows."""
    first = clock.date().replace(day=1)
    return Period(_midnight(first, clock), _midnight((first + LONGEST_MONTH).replace(day=1), clock))


def expiry(clock: datetime) -> int:
    """When points earned then expire: once 31 December of the following year is over."""
    return _midnight(date(clock.year + 2, 1, 1), clock)


def _midnight(day: date, clock: datetime) -> int:
    """When a day begins on that clock."""
    return int(datetime.combine(day, time.min, clock.tzinfo).timestamp() * 1000)
