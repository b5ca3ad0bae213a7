"""Why something is not fixed, and what follows from it. Pure rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from handlers.reports.lifecycle import Part
from storage.reports import ReportState
from storage.verdicts import NotFixed

# Whether it goes back to whoever answers for it; the others are kept for the figures, and it is closed.
REOPENS: Mapping[NotFixed, bool] = {
    NotFixed.STILL_THE_SAME: True,
    NotFixed.PARTLY: True,
    NotFixed.ANOTHER_SPOT: True,
    NotFixed.BROKEN_AGAIN: True,
    NotFixed.SHOWS_OTHER: True,
    NotFixed.HANDLING: False,
    NotFixed.OTHER: True,
}
# How somebody stands to a report when they say what they found; of several parts, the first counts.
PARTS = (Part.REPORTER, Part.FOLLOWER, Part.PASSER_BY, Part.COORDINATOR)
FOLLOWING = frozenset({Part.REPORTER, Part.FOLLOWER})  # who has seen how it was handled


def part_among(parts: Collection[Part]) -> Part:
    """The part in which somebody speaks. Raises StopIteration for whoever has none."""
    return next(part for part in PARTS if part in parts)


def offered(state: ReportState, part: Part) -> Sequence[NotFixed]:
    """What can be objected: to the handling by those who saw it, and before it is closed."""
    may_complain = state is ReportState.FIXED and part in FOLLOWING
    return [reason for reason in NotFixed if REOPENS[reason] or may_complain]
