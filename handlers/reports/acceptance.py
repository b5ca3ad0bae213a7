"""Somebody takes a report on, and its reporter is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, cards, routing
from handlers.reports.lifecycle import Refusal, ReportAction, decide
from messages import catalogue
from storage import members, report_changes
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
    _tell_reporter(report, context)


def is_responsible(report: Report, context: Context) -> bool:
    """Whether whoever presses answers for the report, here where they press."""
    in_private = context.here.chat_id == context.actor.user_id
    return routing.answers_for(report, context.actor, context.transaction, in_private=in_private)


def _tell_reporter(report: Report, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/accepted",
        to=address,
        number=report.number,
        category=catalogue.label(address.language, f"category.{report.category}"),
        worker=context.actor.name,
        about=[context.actor.id],
    )
