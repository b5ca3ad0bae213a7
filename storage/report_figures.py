"""Figures about reports: how long they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.reports import Category

DAY = 24 * 3600 * 1000  # ms
LOOKED_BACK = 180 * DAY
FEWEST = 10  # cases; what fewer took tells nothing about the next


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something takes, in ms: half of the cases at most `median`, nine of ten at most `nine_of_ten`."""

    median: int
    nine_of_ten: int


@dataclass(frozen=True, slots=True)
class Typical:
    """From submission to acceptance, and from acceptance to the end; None where there are too few cases."""

    accept: Spread | None
    close: Spread | None


def typical_times(transaction: Transaction, category: Category, grid: GridId | None, now: int) -> Typical:
    """How long reports of a category in a grid took that were accepted, or closed, in the last 180 days."""
    asked = {"category": category, "grid": grid, "since": now - LOOKED_BACK}
    accepted = transaction.all(
        "SELECT accepted_at - submitted_at AS duration FROM reports"
        " WHERE category = :category AND grid_id = :grid AND accepted_at >= :since",
        asked,
    )
    closed = transaction.all(
        "SELECT closed_at - accepted_at AS duration FROM reports"
        " WHERE category = :category AND grid_id = :grid AND closed_at >= :since AND accepted_at IS NOT NULL",
        asked,
    )
    return Typical(_typical(accepted), _typical(closed))


def spread_of(durations: Sequence[int]) -> Spread | None:
    """The spread of durations (ms) by the nearest rank; None of none."""
    if not durations:
        return None
    in_order = sorted(durations)
    return Spread(_at_rank(in_order, 50), _at_rank(in_order, 90))


def _typical(rows: Sequence[Row]) -> Spread | None:
    return spread_of([row["duration"] for row in rows]) if len(rows) >= FEWEST else None


def _at_rank(in_order: Sequence[int], percent: int) -> int:
    """The smallest value that so many of a hundred do not exceed."""
    return in_order[-(-len(in_order) * percent // 100) - 1]
