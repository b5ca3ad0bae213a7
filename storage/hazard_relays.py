"""Whom a confirmed danger is passed on to, as rows: each person once for each report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import outbox
from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.reports import ReportId

OVER = "over"  # why a warning is not sent, or not sent any more


@dataclass(frozen=True, slots=True)
class Relay:
    """Somebody's warning of a danger, and the row of the outbox that it is."""

    member: MemberId
    row: OutboxId


def freeze(transaction: Transaction, report: ReportId) -> None:
    """Write down whom to warn: couriers who want it and ride in the report's grid, and have not reported it themselves.

    Whoever is written down already stays as they are.
    """
    transaction.execute(
        "INSERT INTO hazard_relays (report_id, member_id) SELECT reports.id, riding_grids.member_id FROM reports"
        " JOIN riding_grids ON riding_grids.grid_id = reports.grid_id"
        " JOIN preferences ON preferences.member_id = riding_grids.member_id AND warned = 1"
        " JOIN members ON members.id = riding_grids.member_id AND standing = 'active'"
        " JOIN member_roles ON member_roles.member_id = members.id AND role = 'courier'"
        " WHERE reports.id = :report AND riding_grids.member_id NOT IN"
        " (SELECT reporter_id FROM reports AS same WHERE same.id = :report OR same.joined_to = :report)"
        " ON CONFLICT DO NOTHING",
        {"report": report},
    )


def unprepared(transaction: Transaction, report: ReportId, limit: int) -> Sequence[MemberId]:
    """The next who are to be warned and for whom there is no row yet."""
    rows = transaction.all(
        "SELECT member_id FROM hazard_relays WHERE report_id = :report"
        " AND outbox_id IS NULL AND skipped IS NULL ORDER BY member_id LIMIT :limit",
        {"report": report, "limit": limit},
    )
    return [MemberId(row["member_id"]) for row in rows]


def set_row(transaction: Transaction, report: ReportId, member: MemberId, row: OutboxId) -> None:
    """They are warned by this row."""
    transaction.execute(
        "UPDATE hazard_relays SET outbox_id = :row WHERE report_id = :report AND member_id = :member",
        {"row": row, "report": report, "member": member},
    )


def skip(transaction: Transaction, report: ReportId, member: MemberId, reason: str) -> None:
    """They are not warned."""
    transaction.execute(
        "UPDATE hazard_relays SET skipped = :reason WHERE report_id = :report AND member_id = :member",
        {"reason": reason, "report": report, "member": member},
    )


def skip_unprepared(transaction: Transaction, report: ReportId) -> None:
    """Nobody is warned for whom there is no row yet."""
    transaction.execute(
        "UPDATE hazard_relays SET skipped = :over"
        " WHERE report_id = :report AND outbox_id IS NULL AND skipped IS NULL",
        {"over": OVER, "report": report},
    )


def take_back_page(transaction: Transaction, report: ReportId, limit: int, now: int) -> Sequence[Relay]:
    """The next `limit` who were warned and do not know that it is over; what was not sent yet never is."""
    rows = transaction.all(
        "UPDATE hazard_relays SET is_over = 1 WHERE report_id = :report AND member_id IN"
        " (SELECT member_id FROM hazard_relays WHERE report_id = :report AND outbox_id IS NOT NULL AND is_over = 0"
        "  ORDER BY member_id LIMIT :limit) RETURNING member_id, outbox_id",
        {"report": report, "limit": limit},
    )
    relays = _relays(rows)
    outbox.take_back(transaction, [relay.row for relay in relays], OVER, now)
    return relays


def revive(transaction: Transaction, report: ReportId) -> None:
    """It is not over after all: whoever was not warned because it was is to be warned."""
    transaction.execute(
        "UPDATE hazard_relays SET outbox_id = NULL, skipped = NULL, is_over = 0 WHERE report_id = :report"
        " AND (skipped = :over"
        "  OR outbox_id IN (SELECT id FROM outbox WHERE state = 'skipped' AND reason = :over))",
        {"report": report, "over": OVER},
    )


def revive_page(transaction: Transaction, report: ReportId, limit: int) -> Sequence[Relay]:
    """The next `limit` who were told that it is over; from now on they count as not told."""
    rows = transaction.all(
        "UPDATE hazard_relays SET is_over = 0 WHERE report_id = :report AND member_id IN"
        " (SELECT member_id FROM hazard_relays WHERE report_id = :report AND is_over = 1"
        "  ORDER BY member_id LIMIT :limit) RETURNING member_id, outbox_id",
        {"report": report, "limit": limit},
    )
    return _relays(rows)


def has_any(transaction: Transaction, report: ReportId) -> bool:
    """Whether anybody was to be warned of it."""
    return bool(
        transaction.number("SELECT count(*) FROM hazard_relays WHERE report_id = :report", {"report": report})
    )


def take_back_from(transaction: Transaction, member: MemberId, now: int) -> None:
    """Somebody wants no warnings any more, or leaves: what waits is not sent to them."""
    rows = transaction.all(
        "SELECT outbox_id FROM hazard_relays JOIN outbox ON outbox.id = outbox_id"
        " WHERE member_id = :member AND outbox.state = 'waiting'",
        {"member": member},
    )
    outbox.take_back(transaction, [OutboxId(row["outbox_id"]) for row in rows], "not_wanted", now)


def forget_old(transaction: Transaction, before: int) -> None:
    """Drop who was warned of what was over before then (UTC ms)."""
    transaction.execute(
        "DELETE FROM hazard_relays WHERE report_id IN"
        " (SELECT id FROM reports WHERE state IN ('closed', 'returned', 'joined') AND state_since < :before)",
        {"before": before},
    )


def _relays(rows: Sequence[Row]) -> Sequence[Relay]:
    relays = [Relay(MemberId(row["member_id"]), OutboxId(row["outbox_id"])) for row in rows]
    return sorted(relays, key=lambda relay: relay.member)
