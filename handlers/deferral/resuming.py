"""The day has come: a deferred report goes on, and whoever took it on hears of it once. Its reporter does not yet."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.reports import buttons, followers, in_charge, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import catalogue
from storage import deferrals, report_changes, reports
from storage.reports import Report

AT_ONCE = 20  # reports by one tick, so that no batch gets long; the next tick goes on


def resume(_tick: Tick, context: Context) -> None:
    """Go on with what is due."""
    for id_ in deferrals.due(context.transaction, context.now, AT_ONCE):
        _resume(reports.get(context.transaction, id_), context)


def _resume(report: Report, context: Context) -> None:
    outcome = steps.decide_by_clock(report, ReportAction.RESUME, context)
    if isinstance(outcome, Refusal):
        return
    deferred = report_changes.last_change(context.transaction, report.id, ReportAction.DEFER)
    report = steps.store(outcome, context)
    reason = None if deferred is None or deferred.reason is None else f"defer_reason.{deferred.reason}"
    for chat in in_charge.chats(report, context):
        address = chat.address
        context.say(
            "deferral/goes_on",
            to=address,
            not_before=chat.readable_at,
            buttons=[[buttons.show(report)]],
            number=report.number,
            category=followers.category(report, address.language),
            reason=None if reason is None else catalogue.label(address.language, reason),
        )
