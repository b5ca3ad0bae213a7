"""The steps of a report's life: decided by a rule, stored with their record, and never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import reports
from storage.counters import next_value
from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Report, ReportId, ReportState


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a report's life, decided and not yet stored. `actor_id` is None for the clock.

    `worker_id` takes the report on by it. A deferral says `until` when (UTC ms); a hand-over to which person or grid,
    or to neither: that is to the coordinators; a joining to which other report.
    """

    report_id: ReportId
    version: int
    action: str
    actor_id: MemberId | None
    before: ReportState
    after: ReportState
    reason: str | None = None
    worker_id: MemberId | None = None
    until: int | None = None
    assignee_id: MemberId | None = None
    grid_id: GridId | None = None
    joined_to: ReportId | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a draft gets when it is submitted. `grid_id` is None when no grid holds the place.

    A person or a group chat answers for it in place of the grid's workers if the rule `rule_id` says so.
    """

    number: str
    grid_id: GridId | None
    assignee_id: MemberId | None = None
    assignee_chat_id: int | None = None
    is_urgent: bool = False
    rule_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken, at `taken_at` (UTC ms). `actor_id` is None for the clock; the rest as in `Change`."""

    action: str
    actor_id: MemberId | None
    after: ReportState
    taken_at: int
    reason: str | None = None
    until: int | None = None
    assignee_id: MemberId | None = None
    grid_id: GridId | None = None
    joined_to: ReportId | None = None


class Conflict(Exception):
    """The report is no longer in the state that the change was decided on."""


def next_number(transaction: Transaction, year: int) -> str:
    """The next public number of a year, such as ``WH-2026-000123``."""
    return f"WH-{year}-{next_value(transaction, f'reports:{year}'):06d}"


def apply(transaction: Transaction, change: Change, now: int, submission: Submission | None = None) -> Report:
    """Store a step and its record; returns the report as it is now. Raises Conflict when it has moved on."""
    if submission is not None:
        _submit(transaction, change, submission, now)
    changed = transaction.execute(
        "UPDATE reports SET state = :after, version = version + 1, state_since = :now,"
        " deferred_until = :until,"
        " worker_id = CASE WHEN :after IN ('submitted', 'handed_over') THEN NULL"
        "  ELSE coalesce(:worker_id, worker_id) END,"
        " assignee_id = CASE WHEN :after = 'handed_over' THEN :assignee_id ELSE assignee_id END,"
        " assignee_chat_id = CASE WHEN :after = 'handed_over' THEN NULL ELSE assignee_chat_id END,"
        " with_coordinators = CASE WHEN :after <> 'handed_over' THEN with_coordinators"
        "  WHEN :assignee_id IS NULL AND :grid_id IS NULL THEN 1 ELSE 0 END,"
        " grid_id = coalesce(:grid_id, grid_id),"
        " joined_to = :joined_to,"
        " accepted_at = CASE WHEN :after = 'accepted' THEN coalesce(accepted_at, :now) ELSE accepted_at END,"
        " fixed_at = CASE WHEN :after = 'fixed' THEN :now WHEN :before = 'fixed' AND :after = 'working' THEN NULL"
        "  ELSE fixed_at END,"
        " closed_at = CASE WHEN :after = 'closed' THEN :now WHEN :after = 'reopened' THEN NULL ELSE closed_at END,"
        " times_reopened = times_reopened + CASE WHEN :after = 'reopened' THEN 1 ELSE 0 END"
        " WHERE id = :id AND version = :version AND state = :before",
        {**_facts(change), "id": change.report_id, "version": change.version, "now": now},
    )
    if not changed:
        raise Conflict(f"report {change.report_id} is no longer {change.before} v{change.version}")
    _record(transaction, change, now)
    return reports.get(transaction, change.report_id)


def last_change(transaction: Transaction, id_: ReportId, action: str | None = None) -> Change | None:
    """The last time that this, or anything, was done to the report; None when it never was.

    `version` is the one of today.
    """
    row = transaction.one(
        "SELECT action, actor_id, state_before, state_after, reason, version, until, report_changes.assignee_id,"
        " report_changes.grid_id, report_changes.joined_to FROM report_changes"
        " JOIN reports ON reports.id = report_id"
        " WHERE report_id = :id AND (action = :action OR :action IS NULL) ORDER BY report_changes.id DESC LIMIT 1",
        {"id": id_, "action": action},
    )
    return None if row is None else _change(id_, row)


def history(transaction: Transaction, id_: ReportId) -> Sequence[Step]:
    """All that was done to the report, the oldest first."""
    rows = transaction.all(
        "SELECT action, actor_id, state_after, reason, until, assignee_id, grid_id, joined_to, changed_at"
        " FROM report_changes WHERE report_id = :id ORDER BY id",
        {"id": id_},
    )
    return [_step(row) for row in rows]


def _step(row: Row) -> Step:
    return Step(
        action=row["action"],
        actor_id=None if row["actor_id"] is None else MemberId(row["actor_id"]),
        after=ReportState(row["state_after"]),
        taken_at=row["changed_at"],
        reason=row["reason"],
        until=row["until"],
        assignee_id=None if row["assignee_id"] is None else MemberId(row["assignee_id"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        joined_to=None if row["joined_to"] is None else ReportId(row["joined_to"]),
    )


def times_done(transaction: Transaction, id_: ReportId, action: str) -> int:
    """How often that was done to the report."""
    return transaction.number(
        "SELECT count(*) FROM report_changes WHERE report_id = :id AND action = :action",
        {"id": id_, "action": action},
    )


def _change(id_: ReportId, row: Row) -> Change:
    return Change(
        id_,
        row["version"],
        row["action"],
        None if row["actor_id"] is None else MemberId(row["actor_id"]),
        ReportState(row["state_before"]),
        ReportState(row["state_after"]),
        row["reason"],
        until=row["until"],
        assignee_id=None if row["assignee_id"] is None else MemberId(row["assignee_id"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        joined_to=None if row["joined_to"] is None else ReportId(row["joined_to"]),
    )


def _submit(transaction: Transaction, change: Change, submission: Submission, now: int) -> None:
    transaction.execute(
        "UPDATE reports SET number = :number, grid_id = :grid_id, assignee_id = :assignee_id,"
        " assignee_chat_id = :chat_id, is_urgent = :is_urgent, rule_id = :rule_id, submitted_at = :now"
        " WHERE id = :id AND version = :version AND state = :before",
        {
            "id": change.report_id,
            "version": change.version,
            "before": change.before,
            "number": submission.number,
            "grid_id": submission.grid_id,
            "assignee_id": submission.assignee_id,
            "chat_id": submission.assignee_chat_id,
            "is_urgent": int(submission.is_urgent),
            "rule_id": submission.rule_id,
            "now": now,
        },
    )


def _record(transaction: Transaction, change: Change, now: int) -> None:
    transaction.execute(
        "INSERT INTO report_changes (report_id, action, actor_id, state_before, state_after, reason, until,"
        " assignee_id, grid_id, joined_to, changed_at)"
        " VALUES (:report, :action, :actor_id, :before, :after, :reason, :until,"
        " :assignee_id, :grid_id, :joined_to, :now)",
        {
            **_facts(change),
            "report": change.report_id,
            "action": change.action,
            "actor_id": change.actor_id,
            "reason": change.reason,
            "now": now,
        },
    )


def _facts(change: Change) -> dict[str, object]:
    return {
        "before": change.before,
        "after": change.after,
        "worker_id": change.worker_id,
        "until": change.until,
        "assignee_id": change.assignee_id,
        "grid_id": change.grid_id,
        "joined_to": change.joined_to,
    }
