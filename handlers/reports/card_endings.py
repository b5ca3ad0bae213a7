"""What becomes of a card: its reporter hears whom it has reached; one that reached nobody goes to the coordinators."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports import cards, receipts, routing
from handlers.reports.lifecycle import NOT_TAKEN_ON
from storage import members, report_cards, reports
from storage.outbox import Lane
from storage.reports import Report, ReportState


def card_ended(effect: Effect, context: Context) -> None:
    """A card was delivered, or not. What has been decided meanwhile was read by somebody, and its reporter knows."""
    note = report_cards.arrive if effect.ok else report_cards.lose
    report_id = note(context.transaction, effect.row, context.now)
    if report_id is None:
        return
    report = reports.get(context.transaction, report_id)
    if effect.ok and report.state is ReportState.SUBMITTED:
        receipts.show_reach(report, context)
    elif not effect.ok and report.state in NOT_TAKEN_ON:
        _deal_in_reserve(report, context)


def _deal_in_reserve(report: Report, context: Context) -> None:
    """While another card stands where somebody answers for it, that is enough."""
    if _is_shown(report, context):
        return
    for destination in routing.in_reserve(report, context.transaction):
        cards.deal(report, destination, context)
        if _is_shown(report, context):
            return
    _tell_reporter(report, context)


def _is_shown(report: Report, context: Context) -> bool:
    return any(
        routing.is_answered_for_in(report, card.channel, card.chat_id, context.transaction)
        for card in report_cards.of(context.transaction, report.id)
    )


def _tell_reporter(report: Report, context: Context) -> None:
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say("reports/reached_nobody", to=reporter, lane=Lane.REPLY, number=report.number)
