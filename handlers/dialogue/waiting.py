"""Questions that nobody answers: the reporter is reminded once, and after five days it goes on without an answer."""

from __future__ import annotations

from handlers.context import Context
from handlers.dialogue import answering, buttons, wording
from handlers.events import Effect, Tick
from handlers.reports import followers, steps
from handlers.reports.lifecycle import ReportAction
from storage import members, report_questions, reports
from storage.database import Transaction
from storage.report_changes import Change
from storage.report_questions import AnswerKind, AskedQuestion

DAY = 24 * 3600 * 1000  # ms
REMIND_AFTER = 2 * DAY
GO_ON_AFTER = 5 * DAY  # what lies in the street has to be decided with what is known
AT_ONCE = 50  # questions by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find a question that was left lying."""
    return bool(
        report_questions.to_remind_of(transaction, now - REMIND_AFTER)
        or report_questions.overdue(transaction, now - GO_ON_AFTER)
    )


def look_after(_tick: Tick, context: Context) -> None:
    """Go on without what nobody has answered, and remind of what can be answered still."""
    for asked in report_questions.overdue(context.transaction, context.now - GO_ON_AFTER)[:AT_ONCE]:
        _go_on(asked, AnswerKind.NONE, context)
    reminded = 0
    for asked in report_questions.to_remind_of(context.transaction, context.now - REMIND_AFTER):
        reminded += _remind(asked, context)
        if reminded == AT_ONCE:
            break


def lost(effect: Effect, context: Context) -> None:
    """The question never arrived: whoever asked hears so now, and not in five days."""
    asked = report_questions.asked_by(context.transaction, effect.row)
    if asked is not None and asked.answer_kind is None:
        _go_on(asked, AnswerKind.UNREACHABLE, context)


def _remind(asked: AskedQuestion, context: Context) -> bool:
    """Remind the reporter unless they are not to be disturbed: then a later tick does."""
    report = reports.get(context.transaction, asked.report_id)
    reporter = members.get(context.transaction, report.reporter_id)
    if context.quiet_of(reporter).is_quiet(context.now):
        return False
    report_questions.note_reminder(context.transaction, asked.id, context.now)
    address = context.to_member(reporter)
    context.say(
        "dialogue/reminder",
        to=address,
        buttons=buttons.answers(report, asked.preset),
        about=[asked.asker_id],
        number=report.number,
        question=wording.question(asked, address.language),
        days=(GO_ON_AFTER - REMIND_AFTER) // DAY,
    )
    return True


def _go_on(asked: AskedQuestion, why: AnswerKind, context: Context) -> None:
    report = reports.get(context.transaction, asked.report_id)
    outcome = steps.decide_by_clock(report, ReportAction.GO_ON, context)
    if not isinstance(outcome, Change):
        return
    report_questions.answer(context.transaction, asked, why, "", context.now)
    report = steps.store(outcome, context)
    reporter = members.get(context.transaction, report.reporter_id)
    address = context.to_member(reporter)
    category = followers.category(report, address.language)
    context.say("dialogue/went_on", to=address, number=report.number, category=category)
    answering.tell_asker(report, context)
