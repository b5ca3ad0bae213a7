"""By when each report is to be taken on and fixed, and which are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Transaction
from storage.grids import GridId
from storage.held_reports import COLUMNS, IS_OPEN, Held, read_row
from storage.reports import ReportId

MOST_TIMES = 3  # so many times its time over, and nothing more is noticed


class Deadline(StrEnum):
    """What is to have happened by then."""

    ACCEPT = "accept"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Due:
    """By when a report is to be accepted and fixed, and when it is overdue next. UTC ms."""

    accept_by: int | None = None
    fix_by: int | None = None
    overdue_at: int | None = None

    def by(self, deadline: Deadline) -> int | None:
        """When that is due."""
        return self.accept_by if deadline is Deadline.ACCEPT else self.fix_by


@dataclass(frozen=True, slots=True)
class GridFigures:
    """What is open in a grid (None: in none), what of it is late, and what by three times its time."""

    grid_id: GridId | None
    open: int
    late: int
    three_times: int


# When what is to happen next should have: nothing is due while the clock stands.
DUE_AT = (
    "CASE WHEN state IN ('submitted', 'handed_over') THEN accept_by"
    " WHEN state IN ('accepted', 'working', 'reopened') THEN fix_by END"
)


def set_due(transaction: Transaction, id_: ReportId, due: Due) -> None:
    """That is when, from now on."""
    transaction.execute(
        "UPDATE reports SET accept_by = :accept_by, fix_by = :fix_by, overdue_at = :overdue_at WHERE id = :id",
        {
            "accept_by": due.accept_by,
            "fix_by": due.fix_by,
            "overdue_at": due.overdue_at,
            "id": id_,
        },
    )


def look_again(transaction: Transaction, id_: ReportId, at: int | None) -> None:
    """It is overdue, or once more so, at that time (UTC ms); None: that is over."""
    transaction.execute("UPDATE reports SET overdue_at = :at WHERE id = :id", {"at": at, "id": id_})


def overdue(transaction: Transaction, now: int, most: int) -> list[ReportId]:
    """What is overdue, or once more so, and nobody has been told; the longest first."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE overdue_at <= :now ORDER BY overdue_at, id LIMIT :most",
        {"now": now, "most": most},
    )
    return [ReportId(row["id"]) for row in rows]


def any_overdue(transaction: Transaction, now: int) -> bool:
    """Whether there is one."""
    return bool(overdue(transaction, now, 1))


def times_noticed(transaction: Transaction, id_: ReportId, deadline: Deadline, due_at: int) -> int:
    """How many times it was noticed that this deadline was missed."""
    return transaction.number(
        "SELECT count(*) FROM report_overdues WHERE report_id = :id AND deadline = :deadline AND due_at = :due_at",
        {"id": id_, "deadline": deadline, "due_at": due_at},
    )


def note(
    transaction: Transaction, id_: ReportId, deadline: Deadline, due_at: int, times: int, now: int
) -> None:
    """Note that it was missed, for the first, second or third time; more are not counted."""
    transaction.execute(
        "INSERT INTO report_overdues (report_id, deadline, due_at, times, noticed_at)"
        " SELECT :id, :deadline, :due_at, :times, :now WHERE :times <= :most",
        {"id": id_, "deadline": deadline, "due_at": due_at, "times": times, "now": now, "most": MOST_TIMES},
    )


def figures(transaction: Transaction, now: int) -> Sequence[GridFigures]:
    """What is open in each grid, those with the most that is late first."""
    rows = transaction.all(
        f"WITH standing (id, grid_id, due_at) AS (SELECT id, grid_id, {DUE_AT} FROM reports WHERE {IS_OPEN})"  # noqa: S608
        " SELECT grid_id, count(*) AS open, sum(CASE WHEN due_at < :now THEN 1 ELSE 0 END) AS late,"
        " sum(CASE WHEN EXISTS (SELECT 1 FROM report_overdues"
        "  WHERE report_id = standing.id AND report_overdues.due_at = standing.due_at AND times = 3)"
        "  THEN 1 ELSE 0 END) AS three_times"
        " FROM standing GROUP BY grid_id ORDER BY three_times DESC, late DESC, open DESC, grid_id",
        {"now": now},
    )
    return [
        GridFigures(
            None if row["grid_id"] is None else GridId(row["grid_id"]),
            row["open"],
            row["late"],
            row["three_times"],
        )
        for row in rows
    ]


def latest(transaction: Transaction, now: int, most: int) -> list[Held]:
    """What is late by the most, that first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports WHERE {IS_OPEN} AND {DUE_AT} < :now"  # noqa: S608
        f" ORDER BY {DUE_AT}, id LIMIT :most",
        {"now": now, "most": most},
    )
    return [read_row(row) for row in rows]
