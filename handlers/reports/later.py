"""*Save now, finish later*: in a rush a photo is enough; the rest is asked for when there is time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handlers import muted
from handlers.context import Context
from handlers.events import Message, Press, Tick
from handlers.quiet import Quiet
from handlers.registration import reading
from handlers.reports import buttons, drafts
from handlers.reports.drafts import Opened
from handlers.reports.lifecycle import ReportAction
from handlers.reports.questions import Noted
from messages import keyboards, times
from messages.catalogue import Language
from messages.keyboards import Button
from storage import members, mutes, preferences, put_off, report_drafts
from storage.database import Transaction
from storage.members import MemberId
from storage.report_changes import Change
from storage.reports import Report

PAUSE = 3600 * 1000  # ms; who puts something off outside of a rush has an order to deliver
LISTED = 10  # lines; more would push the question off the screen
AT_ONCE = 50  # people reminded by one tick, so that no batch gets long; the next tick goes on


@dataclass(frozen=True, slots=True)
class Line:
    """What is there of one that was put off, and since when."""

    since: str
    photos: int
    has_place: bool
    has_words: bool


def off_peak(quiet: Quiet, now: int) -> int:
    """When what is put off now may be asked about (UTC ms): after the rush, else soon; never in quiet times."""
    return quiet.next_readable(quiet.rush_ends(now) or now + PAUSE)


def press_later(press: Press, context: Context) -> None:
    """*Later*, below a question."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    until = _put_off(pressed.report, context)
    context.answer(press, "press.put_off")
    context.edit_pressed(press, "reports/put_off", until=until)


def take_words(message: Message, context: Context) -> bool:
    """*Later*, on the keyboard that asks for the place; returns whether it was that."""
    if not reading.says(message.text, "report.later"):
        return False
    draft = report_drafts.draft_of(context.transaction, context.actor.id)
    if draft is None:  # it was sent, or put off already
        drafts.say_nothing_is_open(context)
        return True
    if not isinstance(buttons.decide_own(draft, ReportAction.DESCRIBE, context), Change):
        return False
    if not muted.refuses(message, context):
        until = _put_off(draft, context)
        context.say("reports/put_off", markup=keyboards.no_keyboard(), until=until)
    return True


def end_shift(message: Message, context: Context) -> None:
    """``/offshift``: they ride no more, and finish what they have put off."""
    wanted = preferences.of(context.transaction, context.actor.id)
    if wanted.riding_until is not None:
        preferences.save(context.transaction, context.actor.id, replace(wanted, riding_until=None))
    _finish(message, context, is_off_shift=True)


def finish(press: Press, context: Context) -> None:
    """*Finish them*, below the reminder."""
    _finish(press, context, is_off_shift=False)


def _finish(event: Message | Press, context: Context, *, is_off_shift: bool) -> None:
    """What was put off is listed, and asked about from the oldest on."""
    waiting = put_off.waiting(context.transaction, context.actor.id)
    put_off.end(context.transaction, context.actor.id, context.now)
    lines = [_line(draft, context.language, context) for draft in waiting[:LISTED]]
    context.show(event, "reports/off_shift", put_off=lines, total=len(waiting), is_off_shift=is_off_shift)
    if waiting:
        drafts.take_up(waiting[0], context)
        drafts.proceed(Opened(waiting[0], None), Noted.NOTHING, context, insist=True)


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find somebody to remind."""
    return bool(put_off.due(transaction, now))


def remind(_tick: Tick, context: Context) -> None:
    """The rush is over: whoever put something off hears so once, when they can be disturbed."""
    reminded = 0
    for id_ in put_off.due(context.transaction, context.now):
        reminded += _remind(id_, context)
        if reminded == AT_ONCE:
            break


def _put_off(draft: Report, context: Context) -> str:
    """Returns until when, for the text."""
    until = off_peak(context.quiet_of(context.actor), context.now)
    put_off.put_off(context.transaction, draft.id, until, context.now)
    return times.clock_time(context.local_time_of(until))


def _remind(id_: MemberId, context: Context) -> bool:
    member = members.get(context.transaction, id_)
    if context.quiet_of(member).is_quiet(context.now):
        return False
    waiting = put_off.waiting(context.transaction, id_)
    put_off.note_told(context.transaction, id_, context.now)
    if mutes.in_force(context.transaction, id_, context.now) is None:  # who is muted can finish nothing now
        context.say(
            "reports/put_off_waits",
            to=context.to_member(member),
            buttons=[[Button("report.finish", "finish", style="success")]],
            total=len(waiting),
        )
    return True


def _line(draft: Report, language: Language, context: Context) -> Line:
    since = times.moment(language, context.local_time_of(draft.described_at))
    return Line(since, len(draft.photos), draft.place is not None, bool(draft.words or draft.voices))
