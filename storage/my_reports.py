"""The reports of one reporter, as a list they turn the pages of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.reports import Category, ReportState


@dataclass(frozen=True, slots=True)
class Mine:
    """A line of the list. `state` is that of the report which goes on in its place, if it was joined to one; UTC ms."""

    token: str
    category: Category
    state: ReportState
    submitted_at: int


def page(transaction: Transaction, reporter: MemberId, most: int, offset: int) -> Sequence[Mine]:
    """Some of the reports that somebody has sent, the newest first."""
    rows = transaction.all(
        "SELECT mine.token, mine.category, coalesce(other.state, mine.state) AS state, mine.submitted_at"
        " FROM reports AS mine LEFT JOIN reports AS other ON other.id = mine.joined_to"
        " WHERE mine.reporter_id = :reporter AND mine.number IS NOT NULL"
        " ORDER BY mine.id DESC LIMIT :most OFFSET :offset",
        {"reporter": reporter, "most": most, "offset": offset},
    )
    return [_mine(row) for row in rows]


def count(transaction: Transaction, reporter: MemberId) -> int:
    """How many reports somebody has sent."""
    return transaction.number(
        "SELECT count(*) FROM reports WHERE reporter_id = :reporter AND number IS NOT NULL",
        {"reporter": reporter},
    )


def _mine(row: Row) -> Mine:
    return Mine(row["token"], Category(row["category"]), ReportState(row["state"]), row["submitted_at"])
