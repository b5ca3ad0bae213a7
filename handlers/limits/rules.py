"""How many reports somebody may send in an hour and in a day, and when the next one goes. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOUR = 3600 * 1000  # ms
DAY = 24 * HOUR
FOR_DANGERS = 5  # more than the rest: what is dangerous is not kept back by what was not


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many reports in `length` ms, whenever that begins."""

    reports: int
    length: int


# The busiest reporters elsewhere send a few a day; a round of the whole neighbourhood on one's day off still fits.
AN_HOUR, A_DAY = 5, 20
LIMITS = (Limit(AN_HOUR, HOUR), Limit(A_DAY, DAY))
LOOKS_BACK = max(limit.length for limit in LIMITS)


def free_at(sent: Sequence[int], now: int, *, more: int = 0) -> int:
    """When the next report may be sent: `now`, or the first time after it (UTC ms) at which no limit is exceeded.

    `sent` are the times of all that were sent within LOOKS_BACK, in any order; every limit is `more` reports wider.
    """
    return max([now, *(_free_of(limit, sent, more) for limit in LIMITS)])


def _free_of(limit: Limit, sent: Sequence[int], more: int) -> int:
    """When the oldest of those that fill the limit falls out of it; 0 when nothing does."""
    filling = sorted(sent, reverse=True)[: limit.reports + more]
    return filling[-1] + limit.length if len(filling) == limit.reports + more else 0
