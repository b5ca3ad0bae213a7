"""Somebody takes a report on; its reporter earns points and is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.deadlines import typical
from handlers.dialogue import buttons
from handlers.duplicates import credit
from handlers.events import Press
from handlers.points import earning
from handlers.points.earning import Cause, Payment, Unpaid
from handlers.reports import followers, steps
from handlers.reports.lifecycle import ReportAction
from storage import joined_reports, ledger, members, reports
from storage.members import MemberId
from storage.report_messages import Side
from storage.reports import Report


def accept(press: Press, context: Context) -> None:
    """A grid worker, or a coordinator, takes the report on; every card of it says so."""
    report = steps.take(press, ReportAction.ACCEPT, context)
    if report is None:
        return
    context.answer(press, "press.accepted", number=report.number)
    _tell(report.reporter_id, "reports/accepted", report, _pay(report, context), context)
    _tell_followers(report, context)


def _pay(report: Report, context: Context) -> Payment:
    """What its reporter earns now: once for each incident, however often that was reported."""
    if credit.was_paid(report, context):
        return Payment(0, Unpaid.PAID_BEFORE)
    incident = reports.first_attempt(context.transaction, report.id)
    return earning.pay(context, report.reporter_id, Cause.REPORT, report.id, once_for=incident)


def _tell_followers(report: Report, context: Context) -> None:
    """Who joined it hears of it too, each once, with what that earns them."""
    payments: dict[MemberId, Payment] = {}
    for id_ in joined_reports.joined_to(context.transaction, report.id):
        joined = reports.get(context.transaction, id_)
        payment = credit.pay(joined, report, context)
        if payment.points or joined.reporter_id not in payments:
            payments[joined.reporter_id] = payment
    for follower, payment in payments.items():
        if follower != report.reporter_id:
            _tell(follower, "duplicates/accepted", report, payment, context)


def _tell(member: MemberId, template: str, report: Report, payment: Payment, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, member))
    context.say(
        template,
        to=address,
        buttons=buttons.write(report, Side.REPORTER),
        number=report.number,
        category=followers.category(report, address.language),
        worker=context.actor.name,
        usually=typical.until_closed(report, address.language, context),
        paid=payment.points,
        unpaid=payment.unpaid,
        cap=payment.cap,
        balance=ledger.balance(context.transaction, member),
        about=[context.actor.id],
    )
