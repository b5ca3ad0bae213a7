"""Drafts that couriers put off on a shift: they wait aside, and nothing is asked before a time. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Transaction
from storage.members import MemberId
from storage.reports import COLUMNS, Report, ReportId, read_row


def put_off(transaction: Transaction, id_: ReportId, until: int, now: int) -> None:
    """Let a draft wait aside, unasked until then."""
    transaction.execute(
        "UPDATE reports SET put_aside_at = coalesce(put_aside_at, :now), later_until = :until, later_told_at = NULL"
        " WHERE id = :id",
        {"now": now, "until": until, "id": id_},
    )


def waiting(transaction: Transaction, reporter: MemberId) -> Sequence[Report]:
    """What somebody has put off, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE reporter_id = :reporter AND state = 'draft' AND later_until IS NOT NULL ORDER BY put_aside_at, id",
        {"reporter": reporter},
    )
    return [read_row(transaction, row) for row in rows]


def due(transaction: Transaction, now: int) -> Sequence[MemberId]:
    """Who has put something off until now or before, and has not been reminded of it."""
    rows = transaction.all(
        "SELECT DISTINCT reporter_id FROM reports"
        " WHERE state = 'draft' AND later_until <= :now AND later_told_at IS NULL ORDER BY reporter_id",
        {"now": now},
    )
    return [MemberId(row["reporter_id"]) for row in rows]


def note_told(transaction: Transaction, reporter: MemberId, now: int) -> None:
    """They have been reminded of what is due, and are not again."""
    transaction.execute(
        "UPDATE reports SET later_told_at = :now"
        " WHERE reporter_id = :reporter AND state = 'draft' AND later_until <= :now AND later_told_at IS NULL",
        {"reporter": reporter, "now": now},
    )


def end(transaction: Transaction, reporter: MemberId, now: int) -> None:
    """They have time now: all of it may be asked about, and needs no reminder."""
    transaction.execute(
        "UPDATE reports SET later_until = :now"
        " WHERE reporter_id = :reporter AND state = 'draft' AND later_until > :now",
        {"reporter": reporter, "now": now},
    )
    note_told(transaction, reporter, now)
