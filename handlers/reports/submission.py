"""A draft without holes becomes a report: numbered, routed, shown to whoever answers for the place."""

from __future__ import annotations

from handlers.context import Context
from handlers.reports import aside, cards, kinds, receipts, routing
from handlers.reports.lifecycle import REPORTERS, Refusal, ReportAction, decide
from handlers.reports.questions import Hole, Noted, ask, first_hole, holds_more, is_due
from handlers.reports.routing import Destination
from storage import members, report_changes
from storage.report_changes import Change, Submission
from storage.reports import Report


def go_on(draft: Report, context: Context, *, noted: Noted = Noted.NOTHING, insist: bool = False) -> None:
    """Ask for the first hole, or submit when there is none. `insist` asks even if that was just asked.

    Of what was put off nothing is asked before its time.
    """
    hole = first_hole(draft, context.transaction, context.now)
    if hole is Hole.NONE:
        submit(draft, context)
    elif draft.later_until is not None and context.now < draft.later_until:
        return
    elif insist or holds_more(draft, hole, noted) or is_due(draft, hole, context.now):
        ask(draft, hole, noted, context)


def submit(draft: Report, context: Context) -> None:
    """Give the draft its number and send it on its way. It stays a draft if its reporter is no courier any more."""
    reporter = members.get(context.transaction, draft.reporter_id)
    outcome = decide(draft, ReportAction.SUBMIT, reporter, parts=REPORTERS, now=context.now)
    if isinstance(outcome, Refusal):
        return
    is_urgent = kinds.is_danger(draft.category)
    destination = routing.destination_of(draft, context.transaction)
    if is_urgent:
        destination = routing.with_coordinators(destination, context.transaction)
    report = _numbered(outcome, destination, context, is_urgent=is_urgent)
    cards.deal(report, destination, context)
    receipts.confirm(report, destination, context)
    aside.offer_next(reporter, context)


def _numbered(change: Change, destination: Destination, context: Context, *, is_urgent: bool) -> Report:
    number = report_changes.next_number(context.transaction, context.local_time.year)
    grid_id = None if destination.grid is None else destination.grid.id
    submission = Submission(number, grid_id, is_urgent=is_urgent)
    return report_changes.apply(context.transaction, change, context.now, submission)
