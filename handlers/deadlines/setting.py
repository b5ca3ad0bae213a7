"""By when a report is to be taken on and fixed: set when it comes to somebody, moved on when its clock has stood.

The clock of a deadline goes while whoever has the report is to do something. It stands while its reporter is asked,
while it is deferred until a day that was said, and while it is returned or said to be fixed, which may be undone. What
was left then is left when it goes on. What was late already stays late, for to ask is no way out of a deadline; but the
next that is said about it waits once more for as long as the deadline was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.context import Context
from handlers.deadlines import allowances
from handlers.deadlines.working_time import MINUTE, Calendar, add_working_time, working_time_between
from storage import report_deadlines
from storage.deadlines import Allowance
from storage.held_reports import Held
from storage.report_deadlines import Deadline, Due
from storage.reports import Report, ReportState

STANDS = frozenset({ReportState.ASKED, ReportState.RETURNED, ReportState.DEFERRED, ReportState.FIXED})

# What is to happen next, and its clock goes.
GOES: Mapping[ReportState, Deadline] = {
    ReportState.SUBMITTED: Deadline.ACCEPT,
    ReportState.HANDED_OVER: Deadline.ACCEPT,
    ReportState.ACCEPTED: Deadline.FIX,
    ReportState.WORKING: Deadline.FIX,
    ReportState.REOPENED: Deadline.FIX,
}
# Here a clock goes on that stood, or went already; in the others of `GOES` a new one starts.
GOES_ON = frozenset({ReportState.SUBMITTED, ReportState.WORKING})


@dataclass(frozen=True, slots=True)
class Move:
    """A report has moved on: from which state, in which it was since then, to which; and when."""

    before: ReportState
    since: int
    after: ReportState
    now: int


def set_due(before: Report, after: Report, context: Context) -> Report:
    """Set the deadlines of a report that has just taken a step; returns it with them."""
    if after.category is None:  # a draft, for which nothing is due
        return after
    move = Move(before.state, before.state_since, after.state, context.now)
    allowed, calendar = (
        allowances.of(after.category, context),
        allowances.calendar_of(after.category, context),
    )
    due = due_after(move, Due(before.accept_by, before.fix_by), allowed, calendar)
    report_deadlines.set_due(context.transaction, after.id, due)
    return replace(after, accept_by=due.accept_by, fix_by=due.fix_by)


def due_after(move: Move, was: Due, allowed: Allowance, calendar: Calendar | None) -> Due:
    """The deadlines after a step."""
    if move.before in STANDS and (move.after in STANDS or move.after in GOES_ON):
        was = _moved_on(was, move, calendar)
    if move.after in STANDS:
        return was
    deadline = GOES.get(move.after)
    if deadline is None:
        return Due()
    fresh = add_working_time(move.now, minutes_for(deadline, allowed), calendar)
    kept = was.by(deadline) if move.after in GOES_ON else None
    due_at = fresh if kept is None else kept
    overdue_at = due_at if due_at > move.now else fresh
    if deadline is Deadline.ACCEPT:
        return Due(accept_by=due_at, overdue_at=overdue_at)
    return Due(fix_by=due_at, overdue_at=overdue_at)


def minutes_for(deadline: Deadline, allowed: Allowance) -> int:
    """How long that may take."""
    return allowed.accept if deadline is Deadline.ACCEPT else allowed.fix


def next_due(report: Report | Held) -> tuple[Deadline, int] | None:
    """What is to happen next to a report, and by when; None while its clock stands, and for those without deadlines."""
    deadline = GOES.get(report.state)
    due_at = None if deadline is None else Due(report.accept_by, report.fix_by).by(deadline)
    return None if deadline is None or due_at is None else (deadline, due_at)


def _moved_on(was: Due, move: Move, calendar: Calendar | None) -> Due:
    """The same after the clock has stood since `move.since`."""

    def moved(due_at: int | None) -> int | None:
        if due_at is None or due_at <= move.since:
            return due_at
        left = working_time_between(move.since, due_at, calendar)
        return add_working_time(move.now, left / MINUTE, calendar)

    return Due(moved(was.accept_by), moved(was.fix_by))
