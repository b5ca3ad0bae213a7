"""What is pressed, or said, by those who look: fixed; or not, and why."""

from __future__ import annotations

from handlers import asking as questions
from handlers import fallback, muted
from handlers.choices import choice
from handlers.context import Context
from handlers.dialogue.wording import cut
from handlers.events import Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, sent_photos, steps
from handlers.reports.lifecycle import Part, Refusal, ReportAction
from handlers.reports.sent_photos import PhotoFault
from handlers.verification import buttons, outcomes, photos, reasons
from handlers.verification.outcomes import Doubt
from storage import reports
from storage.report_changes import Change
from storage.report_contents import SentPhoto
from storage.reports import Report
from storage.verdicts import NotFixed

QUESTION = "verification.words"
WORDS_KEPT = 300  # characters of what is said about it


def confirm(press: Press, context: Context) -> None:
    """*Fixed*: it is closed."""
    pressed = report_buttons.read(press, context)
    if pressed is None:
        return
    report = pressed.report
    outcome = steps.decide_here(report, ReportAction.CONFIRM, context, version=pressed.version)
    if isinstance(outcome, Refusal):
        _refuse(press, outcome, report, context)
    elif not _is_barred(press, report, context):
        context.answer(press, "press.closed", number=report.number)
        questions.settle_about(context, report.token)
        outcomes.close(report, outcome, None, context)


def ask_why(press: Press, context: Context) -> None:
    """*Not yet*: the buttons become the reasons."""
    doubted = _read(press, context)
    if doubted is not None:
        cards.change_buttons(press, doubted.report, buttons.why_not(doubted.report, doubted.part), context)


def go_back(press: Press, context: Context) -> None:
    """*Back*: fixed, or not."""
    doubted = _read(press, context)
    if doubted is not None:
        cards.change_buttons(press, doubted.report, buttons.question(doubted.report), context)


def choose(press: Press, context: Context) -> None:
    """Why it is not. What concerns the handling alone is kept, and it is closed."""
    doubted = _read(press, context)
    if doubted is None:
        return
    report = doubted.report
    reason = choice(NotFixed, press.arguments[2] if len(press.arguments) > 2 else "")
    if reason is None or reason not in reasons.offered(report.state, doubted.part):
        fallback.unknown_button(press, context)
    elif reason is NotFixed.OTHER:
        questions.expect(context, QUESTION, report.token)
        context.say("verification/ask_words", number=report.number)
    elif reasons.REOPENS[reason]:
        context.answer(press, "press.not_fixed_after_all", number=report.number)
        outcomes.doubt(doubted, reason, "", context)
    else:
        _record(press, report, reason, context)


def take_words(message: Message, context: Context, token: str) -> None:
    """Why it is not, in their own words; a photo may say it as well."""
    context.keep_words_once()
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    doubted = _doubt(report, context)
    photo = sent_photos.read(message)
    if isinstance(doubted, Refusal):
        questions.settle(context)
        report_buttons.refuse_in_words(doubted, report, context)
    elif doubted.part is Part.PASSER_BY and muted.refuses(message, context):
        questions.settle(context)
    elif not message.text and isinstance(photo, PhotoFault):
        context.say("verification/unfit", fault=photo)
    else:
        questions.settle(context)
        said, shows = cut(message.text, WORDS_KEPT), isinstance(photo, SentPhoto)
        outcomes.doubt(doubted, NotFixed.OTHER, said, context, with_photo=shows)
        _take_photo(photo, report, context)


def give_up(context: Context, token: str) -> None:
    """``/cancel``: nothing was said; the buttons still stand there."""
    report = reports.find_by_token(context.transaction, token)
    context.say("verification/given_up", number="" if report is None else report.number)


def _take_photo(photo: SentPhoto | PhotoFault, report: Report, context: Context) -> None:
    if isinstance(photo, SentPhoto) and photos.agrees(context):
        photos.fetch(report, photo, "", context)


def _record(press: Press, report: Report, reason: NotFixed, context: Context) -> None:
    permitted = steps.read(press, ReportAction.CONFIRM, context)
    if permitted is not None:
        context.answer(press, "press.closed", number=report.number)
        outcomes.close(report, permitted[1], reason, context)


def _read(press: Press, context: Context) -> Doubt | None:
    """What a press doubts; None, and they are told why, if they may not."""
    pressed = report_buttons.read(press, context)
    if pressed is None:
        return None
    doubted = _doubt(pressed.report, context, pressed.version)
    if isinstance(doubted, Refusal):
        _refuse(press, doubted, pressed.report, context)
        return None
    return None if _is_barred(press, pressed.report, context) else doubted


def _doubt(report: Report, context: Context, version: int | None = None) -> Doubt | Refusal:
    outcome = steps.decide_here(report, ReportAction.REOPEN, context, version=version)
    if isinstance(outcome, Change):
        return Doubt(report, outcome, outcomes.part_in(report, context))
    if outcome is Refusal.REOPENED_TOO_OFTEN:
        return Doubt(report, None, outcomes.part_in(report, context))
    return outcome


def _refuse(press: Press, refusal: Refusal, report: Report, context: Context) -> None:
    """Whoever has no part in it hears how to get one; a passer-by's is over when their time is."""
    if refusal is Refusal.NOT_YOURS:
        context.answer(press, "refused.not_yours_to_judge", alert=True)
    else:
        report_buttons.refuse(press, refusal, report, context)


def _is_barred(press: Press, report: Report, context: Context) -> bool:
    """Whoever is muted still says whether what they reported is fixed, and looks at nothing else."""
    return outcomes.part_in(report, context) is Part.PASSER_BY and muted.refuses(press, context)
