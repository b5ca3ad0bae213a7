"""Somebody takes a report on; its reporter earns points and is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.points import earning
from handlers.points.earning import Cause, Payment
from handlers.reports import buttons, cards, routing
from handlers.reports.buttons import PressedReport
from handlers.reports.lifecycle import Refusal, ReportAction, decide
from messages import catalogue
from storage import ledger, members, report_changes, reports
from storage.report_changes import Change
from storage.reports import Report, ReturnReason


def accept(press: Press, context: Context) -> None:
    """A grid worker, or a coordinator, takes the report on; every card of it says so."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide_here(pressed, ReportAction.ACCEPT, None, context)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return
    report = report_changes.apply(context.transaction, outcome, context.now)
    context.answer(press, "press.accepted", number=report.number)
    cards.refresh(report, context)
    _tell_reporter(report, _pay(report, context), context)


def decide_here(
    pressed: PressedReport, action: ReportAction, reason: ReturnReason | None, context: Context
) -> Change | Refusal:
    """The step that whoever presses may take, here where they press; or why not."""
    in_private = context.here.chat_id == context.actor.user_id
    return decide(
        pressed.report,
        action,
        context.actor,
        responsible=routing.answers_for(
            pressed.report, context.actor, context.transaction, in_private=in_private
        ),
        in_group=not in_private,
        version=pressed.version,
        reason=reason,
    )


def _pay(report: Report, context: Context) -> Payment:
    """What its reporter earns now: once for each incident, however often that was reported."""
    incident = reports.first_attempt(context.transaction, report.id)
    return earning.pay(context, report.reporter_id, Cause.REPORT, report.id, once_for=incident)


def _tell_reporter(report: Report, payment: Payment, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/accepted",
        to=address,
        number=report.number,
        category=catalogue.label(address.language, f"category.{report.category}"),
        worker=context.actor.name,
        paid=payment.points,
        unpaid=payment.unpaid,
        cap=payment.cap,
        balance=ledger.balance(context.transaction, report.reporter_id),
        about=[context.actor.id],
    )
