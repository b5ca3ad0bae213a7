"""Somebody takes a report on; its reporter earns points and is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.deadlines import typical
from handlers.dialogue import buttons
from handlers.events import Press
from handlers.points import earning
from handlers.points.earning import Cause, Payment
from handlers.reports import followers, steps
from handlers.reports.lifecycle import ReportAction
from storage import ledger, members, reports
from storage.report_messages import Side
from storage.reports import Report


def accept(press: Press, context: Context) -> None:
    """A grid worker, or a coordinator, takes the report on; every card of it says so."""
    report = steps.take(press, ReportAction.ACCEPT, context)
    if report is None:
        return
    context.answer(press, "press.accepted", number=report.number)
    _tell_reporter(report, _pay(report, context), context)


def _pay(report: Report, context: Context) -> Payment:
    """What its reporter earns now: once for each incident, however often that was reported."""
    incident = reports.first_attempt(context.transaction, report.id)
    return earning.pay(context, report.reporter_id, Cause.REPORT, report.id, once_for=incident)


def _tell_reporter(report: Report, payment: Payment, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/accepted",
        to=address,
        buttons=buttons.write(report, Side.REPORTER),
        number=report.number,
        category=followers.category(report, address.language),
        worker=context.actor.name,
        usually=typical.until_closed(report, address.language, context),
        paid=payment.points,
        unpaid=payment.unpaid,
        cap=payment.cap,
        balance=ledger.balance(context.transaction, report.reporter_id),
        about=[context.actor.id],
    )
