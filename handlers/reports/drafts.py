"""Drafts come and go: begun by whatever somebody sends, put aside for another, given up."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Message, Press
from handlers.reports import aside, buttons
from handlers.reports.lifecycle import Refusal, ReportAction
from handlers.reports.questions import Noted
from handlers.reports.submission import go_on
from messages import keyboards
from storage import mutes, report_changes, report_contents, report_drafts, reports
from storage.members import Role
from storage.report_changes import Change
from storage.reports import Report

MINUTE = 60_000  # ms
SAME_INCIDENT = 10 * MINUTE  # a photo that comes later than this after the last one shows something else
LEFT_LYING = 12 * 60 * MINUTE  # whoever comes back after that may not mean the same thing any more


@dataclass(frozen=True, slots=True)
class Opened:
    """The draft that something new belongs to, and the one that was put aside for it."""

    draft: Report
    older: Report | None


def open_report(_event: Message | Press, context: Context) -> None:
    """Begin a report, or go on with the one that is open."""
    opened = open_for(context)
    proceed(opened, Noted.NOTHING, context, insist=True)


def open_for(context: Context, *, brings_photo: bool = False) -> Opened:
    """The draft that belongs to what somebody sends now: the open one unless it shows something else."""
    draft = report_drafts.draft_of(context.transaction, context.actor.id)
    if draft is None:
        return Opened(begin(context), None)
    if is_empty(draft) or not _is_another(draft, context.now, brings_photo):
        return Opened(draft, None)
    return Opened(begin_beside(draft, context), draft)


def begin(context: Context) -> Report:
    """A new draft, while none is open."""
    token = context.surroundings.new_token()
    return report_drafts.open_draft(context.transaction, context.actor.id, token, context.now)


def begin_beside(draft: Report, context: Context) -> Report:
    """A new draft; the open one is put aside."""
    report_drafts.put_aside(context.transaction, draft.id, context.now)
    return begin(context)


def take_up(draft: Report, context: Context) -> Report | None:
    """Go on with a draft that was put aside; returns the open one that was put aside for it, if there was one."""
    other = report_drafts.draft_of(context.transaction, context.actor.id)
    if other is not None:
        report_drafts.put_aside(context.transaction, other.id, context.now)
    report_drafts.take_up(context.transaction, draft.id, context.now)
    return other


def proceed(opened: Opened, noted: Noted, context: Context, *, insist: bool = False) -> None:
    """Something was added: ask for what is missing now, and ask about the draft that was put aside."""
    report_contents.touch(context.transaction, opened.draft.id, context.now)
    go_on(reports.get(context.transaction, opened.draft.id), context, noted=noted, insist=insist)
    if opened.older is not None:
        aside.ask_whether_same(opened.older, context)


def cancel(_message: Message, context: Context) -> None:
    """``/cancel``: give up the draft, if there is one."""
    draft = report_drafts.draft_of(context.transaction, context.actor.id)
    outcome = None if draft is None else buttons.decide_own(draft, ReportAction.DISCARD, context)
    if isinstance(outcome, Change):
        discard(outcome, context)
        context.say("reports/discarded", markup=keyboards.no_keyboard())
        aside.offer_next(context.actor, context)
    elif not aside.offer_next(context.actor, context, even_put_off=True):
        say_nothing_is_open(context)


def press_cancel(press: Press, context: Context) -> None:
    """The button that gives up the draft it speaks of."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = buttons.decide_own(pressed.report, ReportAction.DISCARD, context, version=pressed.version)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.report, context)
        return
    discard(outcome, context)
    context.answer(press, "press.discarded")
    context.edit_pressed(press, "reports/discarded")
    aside.offer_next(context.actor, context)


def discard(change: Change, context: Context) -> None:
    """Give a draft up and let go of what it held, and of what is still to come of its albums."""
    discarded = report_changes.apply(context.transaction, change, context.now)
    report_contents.discard_albums(context.transaction, discarded.id)
    report_contents.empty(context.transaction, discarded.id)


def is_empty(draft: Report) -> bool:
    """Whether nothing has been said in it yet."""
    return not draft.photos and draft.place is None and not draft.words and not draft.voices


def say_nothing_is_open(context: Context) -> None:
    """And how to begin a report, to whoever may."""
    is_muted = mutes.in_force(context.transaction, context.actor.id, context.now) is not None
    may_report = Role.COURIER in context.actor.roles and not is_muted
    context.say("reports/no_draft", markup=keyboards.no_keyboard(), may_report=may_report)


def _is_another(draft: Report, now: int, brings_photo: bool) -> bool:
    age = now - draft.described_at
    return age >= LEFT_LYING or (brings_photo and bool(draft.photos) and age >= SAME_INCIDENT)
