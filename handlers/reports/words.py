"""What is written or spoken about a report, and what may be meant as one."""

from __future__ import annotations

from collections.abc import Callable

from handlers import fallback, muted
from handlers.context import Context
from handlers.dialogue import buttons as dialogue_buttons
from handlers.events import Message, Press
from handlers.reports import buttons, cards, dangers, drafts
from handlers.reports.lifecycle import REPORTERS, ReportAction, decide
from handlers.reports.questions import Noted
from storage import report_changes, report_contents, report_drafts, report_questions, report_voices, reports
from storage.members import Role
from storage.report_changes import Change
from storage.report_voices import Voice
from storage.reports import Report, ReportState

STILL_CHANGED = frozenset({ReportState.PROPOSED, ReportState.DRAFT})
GONE = frozenset({ReportState.DISCARDED, ReportState.MERGED})


def take_words(message: Message, context: Context) -> None:
    """Words while a draft is open belong to it; else a courier is asked whether they mean a report."""
    _take(message, context, otherwise=fallback.words)


def take_voice(message: Message, context: Context) -> None:
    """So with what is spoken: it is kept as it is, for the grid worker to hear."""
    _take(message, context, otherwise=fallback.unusable)


def make_report(press: Press, context: Context) -> None:
    """Those words were meant as a report: they describe the open draft, or begin one."""
    pressed = buttons.read_permitted(press, ReportAction.MERGE, context)
    if pressed is None:
        return
    opened = drafts.open_for(context)
    report_contents.move_words(context.transaction, pressed.report.id, opened.draft.id)
    report_voices.move(context.transaction, pressed.report.id, opened.draft.id)
    merged = decide(pressed.report, ReportAction.MERGE, context.actor, parts=REPORTERS, now=context.now)
    assert isinstance(merged, Change)  # it was permitted above
    report_changes.apply(context.transaction, merged, context.now)
    said = pressed.report
    context.edit_pressed(press, "reports/words_taken", words=cards.shortened(said.words), voices=said.voices)
    drafts.proceed(opened, Noted.NOTHING, context, insist=True)


def change_words(message: Message, context: Context) -> None:
    """An edited text or caption changes the words of a draft; to what others have seen it is added."""
    message_id = message.message.message_id
    report = reports.find_by_message(context.transaction, context.actor.id, message_id)
    if report is None or report.state in GONE or muted.refuses(message, context):
        return
    if report.state in STILL_CHANGED:
        report_contents.set_words(context.transaction, report.id, message_id, message.text)
    elif message.text and message.text not in report.words:
        report_contents.add_words(context.transaction, report.id, message_id, message.text)
        cards.refresh(reports.get(context.transaction, report.id), context)


def _take(message: Message, context: Context, otherwise: Callable[[Message, Context], None]) -> None:
    is_begun = report_drafts.draft_of(context.transaction, context.actor.id) is not None
    if not is_begun and Role.COURIER not in context.actor.roles:
        otherwise(message, context)
    elif muted.refuses(message, context):
        return
    elif is_begun:
        _describe(message, context)
    else:
        _propose(message, context)


def _describe(message: Message, context: Context) -> None:
    opened = drafts.open_for(context)
    is_spoken = _keep(message, opened.draft, context)
    dangers.heed(message.text, opened.draft, context)
    drafts.proceed(opened, Noted.VOICE if is_spoken else Noted.WORDS, context, insist=True)


def _propose(message: Message, context: Context) -> None:
    token = context.surroundings.new_token()
    proposed: Report = report_drafts.propose(context.transaction, context.actor.id, token, context.now)
    is_spoken = _keep(message, proposed, context)
    dangers.heed(message.text, proposed, context)
    asked = report_questions.open_to(context.transaction, context.actor.id)
    report = None if asked is None else reports.get(context.transaction, asked.report_id)
    shown = [*buttons.make_report_of_words(proposed), *dialogue_buttons.answer_with(proposed, report)]
    number = None if report is None else report.number
    context.say("reports/is_this_a_report", buttons=shown, is_spoken=is_spoken, asked=number)


def _keep(message: Message, report: Report, context: Context) -> bool:
    """Keep what a message says in a report; returns whether it was spoken."""
    message_id, voice = message.message.message_id, message.message.voice
    if message.text:
        report_contents.set_words(context.transaction, report.id, message_id, message.text)
    if voice is None:
        return False
    seconds = voice.duration if isinstance(voice.duration, int) else int(voice.duration.total_seconds())
    report_voices.add(context.transaction, report.id, Voice(message_id, voice.file_id, seconds))
    return True
