"""Drafts of reports: begun, put aside for another one, taken up again. There is one open draft for each reporter."""

from __future__ import annotations

from collections.abc import Sequence

from storage import reports
from storage.database import Transaction
from storage.members import MemberId
from storage.reports import COLUMNS, Report, ReportId, ReportState, read_row


def draft_of(transaction: Transaction, reporter: MemberId) -> Report | None:
    """Somebody's open draft; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE reporter_id = :reporter AND state = 'draft' AND put_aside_at IS NULL",
        {"reporter": reporter},
    )
    return None if row is None else read_row(transaction, row)


def drafts_aside(transaction: Transaction, reporter: MemberId) -> Sequence[Report]:
    """The drafts that somebody has put aside, the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE reporter_id = :reporter AND state = 'draft' AND put_aside_at IS NOT NULL"
        " ORDER BY put_aside_at DESC, id DESC",
        {"reporter": reporter},
    )
    return [read_row(transaction, row) for row in rows]


def open_draft(
    transaction: Transaction, reporter: MemberId, token: str, now: int, again_of: ReportId | None = None
) -> Report:
    """Begin a draft. Raises sqlite3.IntegrityError when one is open already."""
    return _begin(transaction, ReportState.DRAFT, reporter, token, now, again_of)


def propose(transaction: Transaction, reporter: MemberId, token: str, now: int) -> Report:
    """Begin what its sender may make a report of; what was proposed before and not taken up is forgotten."""
    forgotten = {"reporter": reporter}
    for table in ("report_words", "report_voices"):
        transaction.execute(
            f"DELETE FROM {table} WHERE report_id IN"  # noqa: S608
            " (SELECT id FROM reports WHERE reporter_id = :reporter AND state = 'proposed')",
            forgotten,
        )
    transaction.execute("DELETE FROM reports WHERE reporter_id = :reporter AND state = 'proposed'", forgotten)
    return _begin(transaction, ReportState.PROPOSED, reporter, token, now, None)


def put_aside(transaction: Transaction, id_: ReportId, now: int) -> None:
    """Let a draft wait while its reporter reports something else."""
    transaction.execute("UPDATE reports SET put_aside_at = :now WHERE id = :id", {"now": now, "id": id_})


def take_up(transaction: Transaction, id_: ReportId, now: int) -> None:
    """Go on with a draft that was put aside. Raises sqlite3.IntegrityError while another one is open."""
    transaction.execute(
        "UPDATE reports SET put_aside_at = NULL, later_until = NULL, described_at = :now WHERE id = :id",
        {"now": now, "id": id_},
    )


def hold(transaction: Transaction, id_: ReportId, until: int | None) -> None:
    """Keep a whole draft until then (UTC ms); None: it is held no longer."""
    transaction.execute("UPDATE reports SET held_until = :until WHERE id = :id", {"until": until, "id": id_})


def held(transaction: Transaction, now: int) -> Sequence[ReportId]:
    """The drafts that may be sent by now, in the order in which they could."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE held_until IS NOT NULL AND held_until <= :now AND state = 'draft'"
        " ORDER BY held_until, id",
        {"now": now},
    )
    return [ReportId(row["id"]) for row in rows]


def _begin(
    transaction: Transaction,
    state: ReportState,
    reporter: MemberId,
    token: str,
    now: int,
    again_of: ReportId | None,
) -> Report:
    row = transaction.one(
        "INSERT INTO reports (token, state, reporter_id, opened_at, described_at, again_of)"
        " VALUES (:token, :state, :reporter, :now, :now, :again_of) RETURNING id",
        {"token": token, "state": state, "reporter": reporter, "now": now, "again_of": again_of},
    )
    assert row is not None
    return reports.get(transaction, ReportId(row["id"]))
