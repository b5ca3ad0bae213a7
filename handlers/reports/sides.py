"""A place on the border of two grids: its reporter is asked once which side they mean, and nothing waits for long."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context
from handlers.reports import routing
from storage.grids import Grid
from storage.reports import Report

ASKED = "side"  # the hole, as a draft remembers what was asked for last
WAITS = 10 * 60_000  # ms; without an answer the report goes where it would have gone without the question


def is_open(draft: Report, context: Context) -> bool:
    """Whether its reporter may still say on which side of a border it is."""
    if draft.side_grid_id is not None or draft.place is None or draft.category is None:
        return False
    return bool(between(draft, context))


def is_on_border(draft: Report, context: Context) -> bool:
    """Whether that question may come, once the category is known."""
    return draft.place is not None and routing.is_on_border(draft.place, context.transaction)


def between(draft: Report, context: Context) -> Sequence[Grid]:
    """The grids that its place lies between, the likeliest first; none where it does not matter which."""
    return routing.sides(routing.case_of(draft, context.local_time), context.transaction)
