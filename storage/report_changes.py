"""The steps of a report's life: decided by a rule, stored with their record, and never edited."""

from __future__ import annotations

from dataclasses import dataclass

from storage import reports
from storage.counters import next_value
from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Report, ReportId, ReportState, ReturnReason


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a report's life, decided and not yet stored."""

    report_id: ReportId
    version: int
    action: str
    actor_id: MemberId
    before: ReportState
    after: ReportState
    reason: ReturnReason | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a draft gets when it is submitted. `grid_id` is None when no grid holds the place."""

    number: str
    grid_id: GridId | None


class Conflict(Exception):
    """The report is no longer in the state that the change was decided on."""


def next_number(transaction: Transaction, year: int) -> str:
    """The next public number of a year, such as ``WH-2026-000123``."""
    return f"WH-{year}-{next_value(transaction, f'reports:{year}'):06d}"


def apply(transaction: Transaction, change: Change, now: int, submission: Submission | None = None) -> Report:
    """Store a step and its record; returns the report as it is now. Raises Conflict when it has moved on."""
    changed = transaction.execute(
        "UPDATE reports SET state = :after, version = version + 1,"
        " number = coalesce(:number, number), grid_id = coalesce(:grid_id, grid_id),"
        " submitted_at = CASE WHEN :after = 'submitted' THEN :now ELSE submitted_at END"
        " WHERE id = :id AND version = :version AND state = :before",
        {
            "id": change.report_id,
            "version": change.version,
            "before": change.before,
            "after": change.after,
            "number": None if submission is None else submission.number,
            "grid_id": None if submission is None else submission.grid_id,
            "now": now,
        },
    )
    if not changed:
        raise Conflict(f"report {change.report_id} is no longer {change.before} v{change.version}")
    _record(transaction, change, now)
    return reports.get(transaction, change.report_id)


def last_change(transaction: Transaction, id_: ReportId, action: str) -> Change | None:
    """The last time that this was done to the report; None when it never was. `version` is the one of today."""
    row = transaction.one(
        "SELECT actor_id, state_before, state_after, reason, version FROM report_changes"
        " JOIN reports ON reports.id = report_id"
        " WHERE report_id = :id AND action = :action ORDER BY report_changes.id DESC LIMIT 1",
        {"id": id_, "action": action},
    )
    if row is None:
        return None
    return Change(
        id_,
        row["version"],
        action,
        MemberId(row["actor_id"]),
        ReportState(row["state_before"]),
        ReportState(row["state_after"]),
        None if row["reason"] is None else ReturnReason(row["reason"]),
    )


def _record(transaction: Transaction, change: Change, now: int) -> None:
    transaction.execute(
        "INSERT INTO report_changes (report_id, action, actor_id, state_before, state_after, reason, changed_at)"
        " VALUES (:report, :action, :actor, :before, :after, :reason, :now)",
        {
            "report": change.report_id,
            "action": change.action,
            "actor": change.actor_id,
            "before": change.before,
            "after": change.after,
            "reason": change.reason,
            "now": now,
        },
    )
