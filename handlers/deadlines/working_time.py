"""Arithmetic with time in which people work. Pure rules; times are UTC ms, amounts of working time ms or minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.working_times import WorkingTimes

MINUTE = 60_000  # ms


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people work, on the clocks of `zone`. Raises ValueError when they never do."""

    times: WorkingTimes
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if not self.times.hours or not self.times.weekdays:
            raise ValueError("without any working time nothing is ever due")

    def spans_from(self, time: int) -> Iterator[tuple[int, int]]:
        """Stretches of working time that end after then, each from its first to before its last moment; endless."""
        day = datetime.fromtimestamp(time / 1000, self.zone).date()
        while True:
            if self.is_worked(day):
                for begins, ends in self.times.hours:
                    span = self._moment(day, begins), self._moment(day, ends)
                    if span[1] > time:
                        yield span
            day += timedelta(days=1)

    def is_worked(self, day: date) -> bool:
        """Whether people work on a local day."""
        written = day.isoformat()
        if written in self.times.holidays or written in self.times.workdays:
            return written in self.times.workdays
        return day.isoweekday() in self.times.weekdays

    def _moment(self, day: date, minutes: int) -> int:
        """UTC ms of a time of day, given in minutes since midnight; 24:00 is the midnight after."""
        later, minutes = divmod(minutes, 24 * 60)
        day += timedelta(days=later)
        local = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=self.zone)
        return int(local.timestamp() * 1000)


def add_working_time(start: int, minutes: float, calendar: Calendar | None) -> int:
    """The first moment by which so much working time has passed since `start`; without a calendar all time counts.

    It lies within working time, or at the very end of some; only no time at all ends where it starts.
    """
    left = round(minutes * MINUTE)
    if calendar is None or left <= 0:
        return start + max(left, 0)
    for begins, ends in calendar.spans_from(start):
        from_ = max(begins, start)
        if left <= ends - from_:
            return from_ + left
        left -= ends - from_
    raise AssertionError("working time never ends")


def working_time_between(start: int, end: int, calendar: Calendar | None) -> int:
    """How much working time (ms) passes from `start` to `end`; none when that was before."""
    if calendar is None:
        return max(end - start, 0)
    passed = 0
    for begins, ends in calendar.spans_from(start):
        if begins >= end:
            return passed
        passed += min(ends, end) - max(begins, start)
    raise AssertionError("working time never ends")
