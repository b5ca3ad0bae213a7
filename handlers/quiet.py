"""When somebody is not to be disturbed, and what that does to the time of a message. Pure rules.

Times are UTC ms. Quiet are somebody's nights, the meal rushes (for couriers), and the time until they have ridden.
What cannot wait comes all the same, without a sound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.members import Member, Role
from storage.preferences import Night, Preferences

HOUR = 60  # minutes
RUSHES = (Night(11 * HOUR, 13 * HOUR + 30), Night(17 * HOUR, 19 * HOUR + 30))  # when an order pays most


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody's quiet times. `rides` says whether meal rushes are theirs."""

    preferences: Preferences
    zone: ZoneInfo
    rides: bool

    def is_quiet(self, time: int) -> bool:
        """Whether they are not to be disturbed then."""
        return self.is_riding(time) or self._stretch_at(time) is not None

    def next_readable(self, time: int) -> int:
        """The earliest time from then on at which they can be disturbed."""
        while self.is_quiet(time):
            stretch = self._stretch_at(time)
            time = stretch[1] if stretch is not None else (self.preferences.riding_until or time)
        return time

    def last_readable(self, time: int) -> int:
        """The latest time up to then that is not in a rush or at night: a moment before that begins.

        Rides do not count: when one began is not known, and nothing is moved to before it.
        """
        while (stretch := self._stretch_at(time)) is not None:
            time = stretch[0] - 1
        return time

    def is_riding(self, time: int) -> bool:
        """Whether they have said that they ride then."""
        return self.preferences.riding_until is not None and time < self.preferences.riding_until

    def rush_ends(self, time: int) -> int | None:
        """When the meal rush ends that they are in then, quiet for them or not; None outside of one."""
        stretch = self._among(RUSHES, time) if self.rides else None
        return None if stretch is None else stretch[1]

    def _stretch_at(self, time: int) -> tuple[int, int] | None:
        return self._among(self._spans(), time)

    def _among(self, spans: Iterable[Night], time: int) -> tuple[int, int] | None:
        """The first of the spans that holds the time: from its first to before its last moment."""
        local, spans = datetime.fromtimestamp(time / 1000, self.zone), tuple(spans)
        for day in (local - timedelta(days=1), local):
            for span in spans:
                begins, ends = _moment(day, span.begins), _moment(_end_day(day, span), span.ends)
                if begins <= time < ends:
                    return begins, ends
        return None

    def _spans(self) -> Iterator[Night]:
        if self.preferences.night is not None:
            yield self.preferences.night
        if self.rides and self.preferences.rushes:
            yield from RUSHES


def of(member: Member, preferences: Preferences, zone: ZoneInfo) -> Quiet:
    """The quiet times of a member."""
    return Quiet(preferences, zone, rides=Role.COURIER in member.roles)


def _end_day(day: datetime, span: Night) -> datetime:
    return day if span.begins < span.ends else day + timedelta(days=1)


def _moment(day: datetime, minutes: int) -> int:
    """UTC ms of a time of day, given in minutes since midnight."""
    at = day.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)
    return int(at.timestamp() * 1000)
