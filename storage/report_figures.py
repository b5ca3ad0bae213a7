"""Figures about reports: how long they take, what is open where, and what somebody's reports have come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category, ReportState

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


@dataclass(frozen=True, slots=True)
class Took:
    """When a step was taken (UTC ms), and how long it took (ms)."""

    at: int
    duration: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What somebody's reports have come to: sent, fixed, seen by others too, and found fixed by others who looked."""

    reports: int
    fixed: int
    joined: int
    thanks: int


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


def acceptances(transaction: Transaction, since: int) -> Sequence[Took]:
    """How long it took to accept each report that was accepted since then. Reads a lot."""
    rows = transaction.all(
        "SELECT accepted_at AS at, accepted_at - submitted_at AS duration FROM reports WHERE accepted_at >= :since",
        {"since": since},
    )
    return [Took(row["at"], row["duration"]) for row in rows]


def closings(transaction: Transaction, since: int) -> Sequence[Took]:
    """How long it took from acceptance to the end of each report that was closed since then. Reads a lot."""
    rows = transaction.all(
        "SELECT closed_at AS at, closed_at - accepted_at AS duration FROM reports"
        " WHERE closed_at >= :since AND accepted_at IS NOT NULL",
        {"since": since},
    )
    return [Took(row["at"], row["duration"]) for row in rows]


def spread_of(durations: Sequence[int]) -> Spread | None:
    """The spread of durations (ms) by the nearest rank; None of none."""
    if not durations:
        return None
    in_order = sorted(durations)
    return Spread(_at_rank(in_order, 50), _at_rank(in_order, 90))


def count_by_grid(transaction: Transaction, states: Sequence[ReportState]) -> Mapping[GridId, int]:
    """How many reports in these states there are in each grid that has any."""
    counts: dict[GridId, int] = {}
    for state in states:  # a question for each: an index answers it whole
        rows = transaction.all(
            "SELECT grid_id, count(*) AS reports FROM reports"
            " WHERE state = :state AND grid_id IS NOT NULL GROUP BY grid_id",
            {"state": state},
        )
        for row in rows:
            grid = GridId(row["grid_id"])
            counts[grid] = counts.get(grid, 0) + row["reports"]
    return counts


def impact(transaction: Transaction, member: MemberId, since: int, until: int) -> Impact:
    """What the reports that somebody sent from `since` to before `until` (UTC ms) have come to by now."""
    row = transaction.one(
        "WITH mine AS (SELECT id, coalesce(joined_to, id) AS incident FROM reports WHERE reporter_id = :member"
        " AND number IS NOT NULL AND submitted_at >= :since AND submitted_at < :until)"
        " SELECT (SELECT count(*) FROM mine) AS reports,"
        " (SELECT count(*) FROM mine JOIN reports ON reports.id = incident WHERE state IN ('fixed', 'closed'))"
        " AS fixed,"
        " (SELECT count(DISTINCT reporter_id) FROM mine JOIN reports ON joined_to = mine.id"
        "  WHERE reporter_id <> :member) AS joined,"
        " (SELECT count(*) FROM (SELECT DISTINCT report_id, actor_id FROM mine"
        "  JOIN report_changes ON report_id = incident"
        "  WHERE action = 'confirm' AND actor_id <> :member)) AS thanks",
        {"member": member, "since": since, "until": until},
    )
    assert row is not None
    return Impact(row["reports"], row["fixed"], row["joined"], row["thanks"])


def _typical(rows: Sequence[Row]) -> Spread | None:
    return spread_of([row["duration"] for row in rows]) if len(rows) >= FEWEST else None


def _at_rank(in_order: Sequence[int], percent: int) -> int:
    """The smallest value that so many of a hundred do not exceed."""
    return in_order[-(-len(in_order) * percent // 100) - 1]
