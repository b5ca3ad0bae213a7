"""Fixes that nobody has looked at: reminded of once after 5 days, and closed after 14. What is doubted waits for a
coordinator, who is reminded as well."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context
from handlers.events import Tick
from handlers.reports import followers, steps
from handlers.reports.lifecycle import DAY, Part, ReportAction
from handlers.verification import asking, buttons, visits
from storage import joined_reports, members, reports, verdicts, verification_asks
from storage.database import Transaction
from storage.members import NOBODY
from storage.report_changes import Change
from storage.reports import Report, ReportId
from storage.verification_asks import Ask

REMIND_AFTER = 5 * DAY
CLOSE_AFTER = 14 * DAY  # two weeks in which everybody rides by once
AT_ONCE = 50  # of either by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find a fix that nobody has looked at for long."""
    return bool(
        verification_asks.left_lying(transaction, now - CLOSE_AFTER, 1)
        or verification_asks.to_remind_of(transaction, now - REMIND_AFTER)
    )


def look_after(_tick: Tick, context: Context) -> None:
    """Close what nobody objects to, and remind of the rest."""
    for id_ in verification_asks.left_lying(context.transaction, context.now - CLOSE_AFTER, AT_ONCE):
        _close(id_, context)
    reminded = 0
    for asked in verification_asks.to_remind_of(context.transaction, context.now - REMIND_AFTER):
        reminded += _remind(asked, context)
        if reminded == AT_ONCE:
            break


def _close(id_: ReportId, context: Context) -> None:
    report = reports.get(context.transaction, id_)
    outcome = steps.decide_by_clock(report, ReportAction.CLOSE, context)
    if not isinstance(outcome, Change):
        return
    round_ = verdicts.round_of(report)
    closed = steps.store(outcome, context)
    asking.reword(closed, round_, "verification/closed", context)
    visits.call_off(closed, context)
    _tell(closed, context)


def _tell(report: Report, context: Context) -> None:
    """One line, without a sound: nobody has to do anything."""
    for follower in joined_reports.followers(context.transaction, report.id):
        member = members.get(context.transaction, follower)
        if member.channel == NOBODY:
            continue
        address = replace(context.to_member(member), silent=True)
        context.say(
            "verification/closed_by_clock",
            to=address,
            buttons=buttons.is_back(report),
            number=report.number,
            category=followers.category(report, address.language),
            days=CLOSE_AFTER // DAY,
        )


def _remind(asked: Ask, context: Context) -> bool:
    """Remind somebody unless they are not to be disturbed: then a later tick does."""
    member = members.get(context.transaction, asked.member_id)
    if member.channel == NOBODY or context.quiet_of(member).is_quiet(context.now):
        return False
    report, address = reports.get(context.transaction, asked.report_id), context.to_member(member)
    row = context.say(
        "verification/reminder",
        to=address,
        buttons=buttons.question(report),
        number=report.number,
        category=followers.category(report, address.language),
        days=(CLOSE_AFTER - REMIND_AFTER) // DAY,
        is_last_word=asked.part == Part.COORDINATOR,
    )
    verification_asks.note_reminder(context.transaction, asked, row)
    return True
