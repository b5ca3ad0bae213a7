"""Drafts that were left lying: their reporter is reminded once, and they are given up after a week."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.reports import buttons, drafts, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from messages import times
from storage import members, reports, unfinished
from storage.database import Transaction
from storage.reports import Report

DAY = 24 * 3600 * 1000  # ms
REMIND_AFTER = 3 * DAY  # two days off are no reason to ask
DISCARD_AFTER = 7 * DAY  # what lay in the street a week ago has to be photographed anew
NOTICE = DAY  # nothing is given up sooner after the reminder, even if that came late
AT_ONCE = 50  # drafts by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find a draft that was left lying."""
    return bool(
        unfinished.drafts_to_remind_of(transaction, now - REMIND_AFTER)
        or unfinished.drafts_to_discard(transaction, now - DISCARD_AFTER, now - NOTICE)
    )


def look_after(_tick: Tick, context: Context) -> None:
    """Remind of drafts, and give up those that nobody has come back to."""
    due = unfinished.drafts_to_discard(context.transaction, context.now - DISCARD_AFTER, context.now - NOTICE)
    for draft in due[:AT_ONCE]:
        _give_up(reports.get(context.transaction, draft), context)
    reminded = 0
    for draft in unfinished.drafts_to_remind_of(context.transaction, context.now - REMIND_AFTER):
        reminded += _remind(reports.get(context.transaction, draft), context)
        if reminded == AT_ONCE:
            break


def _remind(draft: Report, context: Context) -> bool:
    """Remind the reporter unless they are not to be disturbed: then a later tick does. Empty drafts are passed over."""
    reporter = members.get(context.transaction, draft.reporter_id)
    if context.quiet_of(reporter).is_quiet(context.now):
        return False
    unfinished.note_draft_reminder(context.transaction, draft.id, context.now)
    if not drafts.is_empty(draft):
        address = context.to_member(reporter)
        context.say(
            "reports/left_lying",
            to=address,
            buttons=buttons.take_up_or_cancel(draft),
            since=times.moment(address.language, context.local_time_of(draft.described_at)),
            days=(DISCARD_AFTER - REMIND_AFTER) // DAY,
        )
    return True


def _give_up(draft: Report, context: Context) -> None:
    outcome = steps.decide_by_clock(draft, ReportAction.EXPIRE, context)
    if isinstance(outcome, Refusal):
        return
    drafts.discard(outcome, context)
    if not drafts.is_empty(draft):
        reporter = members.get(context.transaction, draft.reporter_id)
        address = context.to_member(reporter)
        context.say(
            "reports/given_up",
            to=address,
            not_before=context.quiet_of(reporter).next_readable(context.now),
            since=times.moment(address.language, context.local_time_of(draft.described_at)),
            days=DISCARD_AFTER // DAY,
        )
