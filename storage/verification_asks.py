"""Who is asked whether it is fixed, and where that question stands. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.reports import ReportId

COLUMNS = "report_id, round, member_id, part, outbox_id, reminder_id"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to one person about one round; `row` asks it, `reminder` has reminded of it."""

    report_id: ReportId
    round: int
    member_id: MemberId
    part: str
    row: OutboxId
    reminder: OutboxId | None = None


def note(transaction: Transaction, ask: Ask, now: int) -> None:
    """Remember where somebody is asked; asked again in the same round, the newer question counts."""
    transaction.execute(
        "INSERT INTO verification_asks (report_id, round, member_id, part, outbox_id, asked_at)"
        " VALUES (:report, :round, :member, :part, :row, :now)"
        " ON CONFLICT (report_id, round, member_id) DO UPDATE SET part = excluded.part,"
        " outbox_id = excluded.outbox_id, asked_at = excluded.asked_at, reminder_id = NULL",
        {
            "report": ask.report_id,
            "round": ask.round,
            "member": ask.member_id,
            "part": ask.part,
            "row": ask.row,
            "now": now,
        },
    )


def note_reminder(transaction: Transaction, ask: Ask, row: OutboxId) -> None:
    """They have been reminded."""
    transaction.execute(
        "UPDATE verification_asks SET reminder_id = :row"
        " WHERE report_id = :report AND round = :round AND member_id = :member",
        {"row": row, "report": ask.report_id, "round": ask.round, "member": ask.member_id},
    )


def of(transaction: Transaction, report: ReportId, round_: int) -> Sequence[Ask]:
    """Everybody who is asked about a round."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM verification_asks"  # noqa: S608
        " WHERE report_id = :report AND round = :round ORDER BY outbox_id",
        {"report": report, "round": round_},
    )
    return [_ask(row) for row in rows]


def asked_by(transaction: Transaction, row: OutboxId) -> Ask | None:
    """The question that a row asks."""
    found = transaction.one(
        f"SELECT {COLUMNS} FROM verification_asks WHERE outbox_id = :row",  # noqa: S608
        {"row": row},
    )
    return None if found is None else _ask(found)


def to_remind_of(transaction: Transaction, before: int) -> Sequence[Ask]:
    """Questions about what is said to be fixed, asked until then, unanswered and not reminded of; the oldest first.

    Once somebody has said that it is not, the coordinators are the ones to answer.
    """
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " JOIN verification_asks ON report_id = reports.id AND round = times_reopened + 1"
        " WHERE state = 'fixed' AND number IS NOT NULL AND state_since <= :before AND reminder_id IS NULL"
        " AND verification_asks.asked_at <= :before"
        " AND CASE WHEN EXISTS (SELECT 1 FROM report_verdicts WHERE report_verdicts.report_id = reports.id"
        "  AND report_verdicts.round = verification_asks.round)"
        "  THEN part = 'coordinator' ELSE part IN ('reporter', 'follower') END"
        " ORDER BY verification_asks.asked_at",
        {"before": before},
    )
    return [_ask(row) for row in rows]


def left_lying(transaction: Transaction, before: int, most: int) -> Sequence[ReportId]:
    """What was fixed until then, and nobody has said that it is not; the oldest first."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE state = 'fixed' AND number IS NOT NULL AND state_since <= :before"
        " AND NOT EXISTS (SELECT 1 FROM report_verdicts WHERE report_id = reports.id AND round = times_reopened + 1"
        "  AND verdict = 'not_fixed')"
        " ORDER BY state_since, id LIMIT :most",
        {"before": before, "most": most},
    )
    return [ReportId(row["id"]) for row in rows]


def forget_old(transaction: Transaction, before: int) -> int:
    """Drop questions asked before then about what is over; returns how many."""
    return transaction.execute(
        "DELETE FROM verification_asks WHERE asked_at < :before"
        " AND report_id IN (SELECT id FROM reports WHERE state <> 'fixed')",
        {"before": before},
    )


def _ask(row: Row) -> Ask:
    return Ask(
        ReportId(row["report_id"]),
        row["round"],
        MemberId(row["member_id"]),
        row["part"],
        OutboxId(row["outbox_id"]),
        None if row["reminder_id"] is None else OutboxId(row["reminder_id"]),
    )
