"""A card that reached nobody must not look like one that did: it goes to the coordinators, or the courier is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports import cards, routing
from storage import members, report_cards, reports
from storage.outbox import Lane
from storage.reports import Report, ReportState


def card_lost(effect: Effect, context: Context) -> None:
    """A card was not delivered. While another one stands, that is enough."""
    report_id = report_cards.lose(context.transaction, effect.row, context.now)
    if report_id is None:
        return
    report = reports.get(context.transaction, report_id)
    if report.state is not ReportState.SUBMITTED or report_cards.of(context.transaction, report_id):
        return
    cards.deal(report, routing.in_reserve(report, context.transaction), context)
    if not report_cards.of(context.transaction, report_id):
        _tell_reporter(report, context)


def _tell_reporter(report: Report, context: Context) -> None:
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say("reports/reached_nobody", to=reporter, lane=Lane.REPLY, number=report.number)
