"""Somebody takes a report on; its reporter earns points and is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.points import earning
from handlers.points.earning import Cause
from handlers.reports import buttons, cards, routing
from handlers.reports.lifecycle import Refusal, ReportAction, decide
from messages import catalogue
from storage import ledger, members, report_changes, reports
from storage.reports import Report


def accept(press: Press, context: Context) -> None:
    """A grid worker, or a coordinator, takes the report on; every card of it says so."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = decide(
        pressed.report,
        ReportAction.ACCEPT,
        context.actor,
        responsible=is_responsible(pressed.report, context),
        version=pressed.version,
    )
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return
    report = report_changes.apply(context.transaction, outcome, context.now)
    context.answer(press, "press.accepted", number=report.number)
    cards.refresh(report, context)
    _tell_reporter(report, _pay(report, context), context)


def is_responsible(report: Report, context: Context) -> bool:
    """Whether whoever presses answers for the report, here where they press."""
    in_private = context.here.chat_id == context.actor.user_id
    return routing.answers_for(report, context.actor, context.transaction, in_private=in_private)


def _pay(report: Report, context: Context) -> int:
    """What its reporter earns now: once for each incident, however often that was reported."""
    incident = reports.first_attempt(context.transaction, report.id)
    return earning.pay(
        context, report.reporter_id, earning.FOR_A_REPORT, Cause.REPORT, report.id, once_for=incident
    )


def _tell_reporter(report: Report, paid: int, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/accepted",
        to=address,
        number=report.number,
        category=catalogue.label(address.language, f"category.{report.category}"),
        worker=context.actor.name,
        paid=paid,
        balance=ledger.balance(context.transaction, report.reporter_id),
        about=[context.actor.id],
    )
