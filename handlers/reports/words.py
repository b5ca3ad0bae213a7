"""What is said about a report, and words that may be meant as one."""

from __future__ import annotations

from handlers import fallback, muted
from handlers.context import Context
from handlers.dialogue import buttons as dialogue_buttons
from handlers.events import Message, Press
from handlers.reports import buttons, cards, drafts
from handlers.reports.lifecycle import REPORTERS, ReportAction, decide
from handlers.reports.questions import Noted
from storage import report_changes, report_contents, report_drafts, report_questions, reports
from storage.members import Role
from storage.report_changes import Change
from storage.reports import Report, ReportState

STILL_CHANGED = frozenset({ReportState.PROPOSED, ReportState.DRAFT})
GONE = frozenset({ReportState.DISCARDED, ReportState.MERGED})


def take_words(message: Message, context: Context) -> None:
    """Words while a draft is open belong to it; else a courier is asked whether they mean a report."""
    is_begun = report_drafts.draft_of(context.transaction, context.actor.id) is not None
    if not is_begun and Role.COURIER not in context.actor.roles:
        fallback.words(message, context)
    elif muted.refuses(message, context):
        return
    elif is_begun:
        _describe(message, context)
    else:
        _propose(message, context)


def make_report(press: Press, context: Context) -> None:
    """Those words were meant as a report: they describe the open draft, or begin one."""
    pressed = buttons.read_permitted(press, ReportAction.MERGE, context)
    if pressed is None:
        return
    opened = drafts.open_for(context)
    report_contents.move_words(context.transaction, pressed.report.id, opened.draft.id)
    merged = decide(pressed.report, ReportAction.MERGE, context.actor, parts=REPORTERS, now=context.now)
    assert isinstance(merged, Change)  # it was permitted above
    report_changes.apply(context.transaction, merged, context.now)
    context.edit_pressed(press, "reports/words_taken", words=cards.shortened(pressed.report.words))
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


def _describe(message: Message, context: Context) -> None:
    opened = drafts.open_for(context)
    message_id = message.message.message_id
    report_contents.set_words(context.transaction, opened.draft.id, message_id, message.text)
    drafts.proceed(opened, Noted.WORDS, context, insist=True)


def _propose(message: Message, context: Context) -> None:
    token = context.surroundings.new_token()
    proposed: Report = report_drafts.propose(context.transaction, context.actor.id, token, context.now)
    message_id = message.message.message_id
    report_contents.set_words(context.transaction, proposed.id, message_id, message.text)
    asked = report_questions.open_to(context.transaction, context.actor.id)
    report = None if asked is None else reports.get(context.transaction, asked.report_id)
    shown = [*buttons.make_report_of_words(proposed), *dialogue_buttons.answer_with(proposed, report)]
    context.say("reports/is_this_a_report", buttons=shown, asked=None if report is None else report.number)
