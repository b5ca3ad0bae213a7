"""*Ask*: the reporter is asked for one thing, by a question that is offered or in the worker's own words."""

from __future__ import annotations

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.dialogue import buttons, wording
from handlers.dialogue.buttons import Preset
from handlers.events import Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, followers, in_private, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from storage import members, report_questions, reports
from storage.members import NOBODY
from storage.report_changes import Change
from storage.report_questions import AskedQuestion
from storage.reports import Report

LONGEST = 200  # characters of a question; it is read at a kerb
LOST = "question lost"  # the effect of a question that never arrived; see `waiting`


def show_presets(press: Press, context: Context) -> None:
    """*Ask*: the card's buttons become the questions."""
    report = _permitted(press, context)
    if report is not None:
        cards.change_buttons(press, report, buttons.questions(report), context)


def choose(press: Press, context: Context) -> None:
    """A question that is offered goes to the reporter; for another one the worker is asked for words, in private."""
    report = _permitted(press, context)
    if report is None:
        return
    chosen = press.arguments[2] if len(press.arguments) > 2 else ""
    preset = choice(Preset, chosen)
    if chosen == buttons.OWN_WORDS:
        in_private.ask(press, "dialogue/ask_question", "dialogue.question", report, context)
    elif preset is None:
        fallback.unknown_button(press, context)
    else:
        context.answer(press, "press.question_sent", number=report.number)
        _ask(report, preset, "", context)


def take_words(message: Message, context: Context, token: str) -> None:
    """The question in the worker's own words."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    outcome = steps.decide_here(report, ReportAction.ASK, context)
    if isinstance(outcome, Refusal):
        asking.settle(context)
        report_buttons.refuse_in_words(outcome, report, context)
    elif len(message.text) > LONGEST:
        context.say("dialogue/too_long", length=len(message.text), longest=LONGEST)
    else:
        asking.settle(context)
        context.keep_words_once()
        _ask(report, None, message.text, context)
        context.say("dialogue/question_sent", number=report.number)


def give_up(context: Context, _token: str) -> None:
    """``/cancel``: nobody is asked anything."""
    context.say("dialogue/not_asked")


def can_hear(report: Report, context: Context) -> bool:
    """Whether the report's reporter can still be told anything."""
    return members.get(context.transaction, report.reporter_id).channel != NOBODY


def _permitted(press: Press, context: Context) -> Report | None:
    permitted = steps.read(press, ReportAction.ASK, context)
    if permitted is None:
        return None
    report = permitted[0].report
    if can_hear(report, context):
        return report
    context.answer(press, "press.reporter_gone", alert=True, number=report.number)
    return None


def _ask(report: Report, preset: Preset | None, words: str, context: Context) -> None:
    asked = report_questions.ask(context.transaction, report.id, context.actor.id, preset, words, context.now)
    change = steps.decide_here(report, ReportAction.ASK, context)
    assert isinstance(change, Change)  # it was permitted a moment ago
    _tell_reporter(steps.store(change, context), asked, context)


def _tell_reporter(report: Report, asked: AskedQuestion, context: Context) -> None:
    address = context.to_member(members.get(context.transaction, report.reporter_id))
    row = context.say(
        "dialogue/question",
        to=address,
        buttons=buttons.answers(report, asked.preset),
        if_undelivered=LOST,
        about=[asked.asker_id],
        number=report.number,
        category=followers.category(report, address.language),
        question=wording.question(asked, address.language),
    )
    report_questions.note_row(context.transaction, asked.id, row)
