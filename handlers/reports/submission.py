"""A draft without holes becomes a report: numbered, routed, shown to whoever answers for the place."""

from __future__ import annotations

from handlers.context import Context
from handlers.deadlines import setting
from handlers.duplicates import similar
from handlers.reports import aside, cards, kinds, receipts, routing
from handlers.reports.lifecycle import REPORTERS, Refusal, ReportAction, decide
from handlers.reports.questions import Hole, Noted, ask, holds_more, hole_now, is_due
from handlers.reports.routing import Trace
from handlers.routing import watching
from storage import members, report_changes
from storage.report_changes import Change, Submission
from storage.reports import Report
from storage.routing_rules import Off


def go_on(draft: Report, context: Context, *, noted: Noted = Noted.NOTHING, insist: bool = False) -> None:
    """Ask for the first hole, or submit when there is none. `insist` asks even if that was just asked.

    Of what was put off nothing is asked before its time.
    """
    hole = hole_now(draft, context)
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
    trace = routing.route(routing.case_of(draft, context.local_time), context.transaction)
    numbered = _numbered(outcome, trace, context, is_urgent=kinds.is_danger(draft.category))
    report = similar.note_lookalike(setting.set_due(draft, numbered, context), context.transaction)
    destination = trace.destination
    if report.is_urgent:
        destination = routing.with_coordinators(destination, context.transaction)
    cards.deal(report, destination, context)
    receipts.confirm(report, destination, context)
    idle = [passed.rule for passed in trace.passed if isinstance(passed.why, Off)]
    watching.switch_off_idle(idle, context)
    aside.offer_next(reporter, context)


def _numbered(change: Change, trace: Trace, context: Context, *, is_urgent: bool) -> Report:
    number = report_changes.next_number(context.transaction, context.local_time.year)
    rule = trace.rule
    submission = Submission(
        number,
        grid_id=None if trace.grid is None else trace.grid.id,
        assignee_id=None if rule is None else rule.member_id,
        assignee_chat_id=None if rule is None else rule.chat_id,
        is_urgent=is_urgent,
        rule_id=None if rule is None else rule.id,
    )
    return report_changes.apply(context.transaction, change, context.now, submission)
