"""The day has come: a deferred report goes on, and whoever took it on hears of it once. Its reporter does not yet."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.address import Address
from handlers.context import Context
from handlers.events import Tick
from handlers.reports import buttons, cards, followers, routing, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import catalogue
from storage import deferrals, members, report_changes, reports, standing_in
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
    for address, not_before in _in_charge(report, context):
        context.say(
            "deferral/goes_on",
            to=address,
            not_before=not_before,
            buttons=[[buttons.show(report)]],
            number=report.number,
            category=followers.category(report, address.language),
            reason=None if reason is None else catalogue.label(address.language, reason),
        )


def _in_charge(report: Report, context: Context) -> Iterator[tuple[Address, int]]:
    """Whoever took it on or stands in for them, else all who answer for it; and when they can be disturbed."""
    acting = None
    if report.worker_id is not None:
        acting = standing_in.who_acts_for(context.transaction, report.worker_id)
    if acting is None:
        destination = routing.holders(report, context.transaction)
        yield from ((address, context.now) for address in cards.addresses(report, destination, context))
        return
    member = members.get(context.transaction, acting)
    yield context.to_member(member), context.quiet_of(member).next_readable(context.now)
