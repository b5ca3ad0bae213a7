"""Reports about one incident: which were joined to which, and who follows what becomes of it."""

from __future__ import annotations

from storage.database import Transaction
from storage.members import MemberId
from storage.reports import ReportId


def joined_to(transaction: Transaction, id_: ReportId) -> list[ReportId]:
    """The reports about the same incident in whose place this one goes on, the oldest first."""
    rows = transaction.all("SELECT id FROM reports WHERE joined_to = :id ORDER BY id", {"id": id_})
    return [ReportId(row["id"]) for row in rows]


def followers(transaction: Transaction, id_: ReportId) -> list[MemberId]:
    """Who hears what becomes of it: its reporter first, then those whose reports were joined to it, each once."""
    rows = transaction.all(
        "SELECT reporter_id, min(id) AS first FROM reports"
        " WHERE id = :id OR joined_to = :id GROUP BY reporter_id"
        " ORDER BY max(CASE WHEN id = :id THEN 1 ELSE 0 END) DESC, first",
        {"id": id_},
    )
    return [MemberId(row["reporter_id"]) for row in rows]


def joined_before(transaction: Transaction, id_: ReportId) -> ReportId | None:
    """The report that one was joined to before it was moved to where it is joined now; None when it was to none."""
    row = transaction.one(
        "SELECT joined_to FROM report_changes WHERE report_id = :id AND joined_to IS NOT NULL"
        " ORDER BY id DESC LIMIT 1 OFFSET 1",
        {"id": id_},
    )
    return None if row is None else ReportId(row["joined_to"])
