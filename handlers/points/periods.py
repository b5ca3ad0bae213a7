"""Days, months and years of the place where the bot serves, as points know them. Pure rules; times are UTC ms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` until before `until`."""

    since: int
    until: int

    def holds(self, time: int) -> bool:
        """Whether a time (UTC ms) lies in it."""
        return self.since <= time < self.until


def day_of(clock: datetime) -> Period:
    """The day that a clock shows."""
    today = clock.date()
    return Period(beginning(today, clock), beginning(today + timedelta(days=1), clock))


def month_of(clock: datetime) -> Period:
    """The month that a clock shows."""
    return _months(clock.year * 12 + clock.month - 1, 1, clock)


def half_year_of(clock: datetime) -> Period:
    """The half of the year, from January or from July, that a clock shows."""
    return _months(clock.year * 12 + (0 if clock.month <= 6 else 6), 6, clock)


def last_months(clock: datetime, count: int) -> list[Period]:
    """The last months, the one that a clock shows the last of them."""
    newest = clock.year * 12 + clock.month - 1
    return [_months(newest - back, 1, clock) for back in reversed(range(count))]


def expiry(clock: datetime) -> int:
    """When points earned then expire: once 31 December of the following year is over."""
    return beginning(date(clock.year + 2, 1, 1), clock)


def beginning(day: date, clock: datetime) -> int:
    """When a day begins on that clock."""
    return int(datetime.combine(day, time.min, clock.tzinfo).timestamp() * 1000)


def _months(first: int, count: int, clock: datetime) -> Period:
    """So many months from the `first`, which is counted since the year 0."""
    begins, ends = (date(month // 12, month % 12 + 1, 1) for month in (first, first + count))
    return Period(beginning(begins, clock), beginning(ends, clock))
