"""Steps that are one press: work has begun, goes on after a deferral; a return was a slip of the finger."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.reports import followers, steps
from handlers.reports.lifecycle import ReportAction
from storage import reports


def begin(press: Press, context: Context) -> None:
    """*Work has begun*: the reporter is told."""
    report = steps.take(press, ReportAction.WORK, context)
    if report is not None:
        context.answer(press, "press.working", number=report.number)
        followers.tell(report, "reports/working", context)


def resume(press: Press, context: Context) -> None:
    """*It goes on*: what was deferred is worked on, before its time or at it."""
    report = steps.take(press, ReportAction.RESUME, context)
    if report is not None:
        context.answer(press, "press.working", number=report.number)
        followers.tell(report, "reports/working", context)


def take_back_return(press: Press, context: Context) -> None:
    """*Undo*: the report waits for a decision again, unless its reporter has tried once more meanwhile."""
    permitted = steps.read(press, ReportAction.TAKE_BACK, context)
    if permitted is None:
        return
    pressed, change = permitted
    if reports.next_attempt(context.transaction, pressed.report.id) is not None:
        context.answer(press, "refused.tried_again", alert=True)
        return
    report = steps.store(change, context)
    context.answer(press, "press.taken_back", number=report.number)
    followers.tell(report, "reports/return_taken_back", context)
