"""The reporter answers: by a button, or after *Answer* by what they send next. Without it, that begins a report."""

from __future__ import annotations

from handlers import asking, fallback, muted
from handlers.choices import choice
from handlers.context import Context
from handlers.dialogue import buttons, wording
from handlers.dialogue.buttons import Choice
from handlers.events import Effect, Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, routing, saving, sent_photos, steps
from handlers.reports.lifecycle import REPORTERS, Refusal, ReportAction, decide
from handlers.reports.sent_photos import PhotoFault
from storage import (
    consents,
    later_photos,
    members,
    report_changes,
    report_contents,
    report_drafts,
    report_questions,
    reports,
)
from storage.consents import Purpose
from storage.later_photos import LaterPhoto
from storage.outbox import Lane
from storage.report_changes import Change
from storage.report_contents import SentPhoto
from storage.report_questions import AnswerKind
from storage.reports import PhotoId, Place, Report

LONGEST = 500  # characters
PHOTO = "answer photo"  # the effect of its download


def begin(press: Press, context: Context) -> None:
    """*Answer*: what they send next belongs to the question, even while they are reporting something else."""
    pressed = report_buttons.read_permitted(press, ReportAction.ANSWER, context)
    if pressed is None:
        return
    report = pressed.report
    asked = report_questions.last(context.transaction, report.id)
    asking.expect(context, "dialogue.answer", report.token)
    context.say(
        "dialogue/ask_answer",
        about=[] if asked is None else [asked.asker_id],
        number=report.number,
        question="" if asked is None else wording.question(asked, context.language),
        has_draft=report_drafts.draft_of(context.transaction, context.actor.id) is not None,
    )


def choose(press: Press, context: Context) -> None:
    """An answer that is one press."""
    pressed = report_buttons.read_permitted(press, ReportAction.ANSWER, context)
    if pressed is None:
        return
    chosen = choice(Choice, pressed.choice)
    if chosen is None:
        fallback.unknown_button(press, context)
        return
    context.answer(press, "press.answered")
    asking.settle_about(context, pressed.report.token)
    _answer(pressed.report, AnswerKind.CHOICE, chosen, context)
    _thank(pressed.report, context)


def answer_with(press: Press, context: Context) -> None:
    """Words that could have been a report were the answer: sent without pressing *Answer* before."""
    pressed = report_buttons.read_permitted(press, ReportAction.MERGE, context)
    if pressed is None:
        return
    report = reports.find_by_token(context.transaction, pressed.choice)
    if report is None:
        fallback.unknown_button(press, context)
        return
    outcome = report_buttons.decide_own(report, ReportAction.ANSWER, context)
    if isinstance(outcome, Refusal):
        report_buttons.refuse(press, outcome, report, context)
        return
    merged = report_buttons.decide_own(pressed.report, ReportAction.MERGE, context)
    assert isinstance(merged, Change)  # it was permitted above
    report_changes.apply(context.transaction, merged, context.now)
    report_contents.empty(context.transaction, pressed.report.id)
    asking.settle_about(context, report.token)
    _answer(report, AnswerKind.WORDS, wording.cut(pressed.report.words, LONGEST), context)
    context.edit_pressed(press, "dialogue/thanks", number=report.number, has_draft=False)


def take(message: Message, context: Context, token: str) -> None:
    """What was sent after *Answer*."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    outcome = report_buttons.decide_own(report, ReportAction.ANSWER, context)
    if isinstance(outcome, Refusal):
        asking.settle(context)
        report_buttons.refuse_in_words(outcome, report, context)
    elif muted.refuses(message, context):
        asking.settle(context)
    elif "location" in message.raw or "venue" in message.raw:
        _take_place(message, report, context)
    elif "text" in message.raw:
        _take_words(message, report, context)
    else:
        _take_photo(message, report, context)


def give_up(context: Context, token: str) -> None:
    """``/cancel``: the question stays, and can be answered later."""
    report = reports.find_by_token(context.transaction, token)
    context.say("dialogue/not_answered", number="" if report is None else report.number)


def photo_ended(effect: Effect, context: Context) -> None:
    """The photo of an answer is here, or will not come."""
    photo = later_photos.find(context.transaction, PhotoId(int(str(effect.result["photo"]))))
    if photo is None:
        return
    report = reports.get(context.transaction, photo.report_id)
    if not effect.ok:
        _photo_failed(photo, report, str(effect.result["reason"]), context)
        return
    sha256 = str(effect.result["sha256"])
    report_contents.photo_saved(context.transaction, photo.id, sha256)
    reporter = members.get(context.transaction, report.reporter_id)
    context.react(photo.message_id, saving.STORED, to=context.to_member(reporter))
    cards.add_photo(reports.get(context.transaction, report.id), sha256, context)
    _answer(report, AnswerKind.PHOTO, photo.words, context)


def tell_asker(report: Report, context: Context) -> None:
    """Whoever asked hears what came of it: a card that changes in a long chat is easily missed."""
    asked = report_questions.last(context.transaction, report.id)
    if asked is None:
        return
    asker = members.get(context.transaction, asked.asker_id)
    if not routing.answers_for(report, asker, context.transaction, in_private=True):
        return
    address = context.to_member(asker)
    context.say(
        "dialogue/answered",
        to=address,
        buttons=[[report_buttons.show(report)]],
        number=report.number,
        question=wording.question(asked, address.language),
        answer=wording.answer(asked, address.language),
    )


def _take_words(message: Message, report: Report, context: Context) -> None:
    if len(message.text) > LONGEST:
        context.say("dialogue/too_long", length=len(message.text), longest=LONGEST)
        return
    asking.settle(context)
    _answer(report, AnswerKind.WORDS, message.text, context)
    _thank(report, context)


def _take_place(message: Message, report: Report, context: Context) -> None:
    """A place that can be true becomes the report's. Whoever answers for it stays, and may hand it over."""
    sent = message.message
    location = sent.venue.location if sent.venue is not None else sent.location
    assert location is not None  # the route lets nothing else through
    place = Place(location.latitude, location.longitude)
    if not _agrees(context):
        context.say("dialogue/no_consent")
    elif sent.forward_origin is not None:
        context.say("reports/place_forwarded")
    elif not routing.is_plausible(place, context.transaction):
        context.say("reports/place_implausible")
    else:
        asking.settle(context)
        report_contents.set_place(context.transaction, report.id, place)
        moved = steps.as_now(report, context)
        _answer(moved, AnswerKind.PLACE, "", context)
        cards.show_place(moved, context)
        _thank(report, context)


def _take_photo(message: Message, report: Report, context: Context) -> None:
    photo = sent_photos.read(message)
    if isinstance(photo, PhotoFault):
        context.say("dialogue/unfit_answer", fault=photo)
    elif not _agrees(context):
        context.say("dialogue/no_consent")
    else:
        _fetch(report, photo, message.text[:LONGEST], context)


def _fetch(report: Report, photo: SentPhoto, words: str, context: Context) -> None:
    """Parts of its album that come later find it by that, and need no question."""
    added = later_photos.add(context.transaction, report.id, photo, words=words)
    if added is None:
        context.say("dialogue/photo_again")
        return
    asking.settle(context)
    context.download(photo.file_id, PHOTO, is_file=photo.is_file, photo=added)
    _thank(report, context)


def _agrees(context: Context) -> bool:
    return consents.is_given(context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE)


def _answer(report: Report, kind: AnswerKind, words: str, context: Context) -> None:
    """Take the step, if the question is still open: a photo may come after somebody has gone on without it."""
    outcome = _by_reporter(report, context)
    asked = report_questions.last(context.transaction, report.id)
    if not isinstance(outcome, Change) or asked is None:
        return
    report_questions.answer(context.transaction, asked, kind, words, context.now)
    tell_asker(steps.store(outcome, context), context)


def _by_reporter(report: Report, context: Context) -> Change | Refusal:
    reporter = members.get(context.transaction, report.reporter_id)
    return decide(report, ReportAction.ANSWER, reporter, parts=REPORTERS, now=context.now)


def _thank(report: Report, context: Context) -> None:
    has_draft = report_drafts.draft_of(context.transaction, context.actor.id) is not None
    context.say("dialogue/thanks", number=report.number, has_draft=has_draft)


def _photo_failed(photo: LaterPhoto, report: Report, reason: str, context: Context) -> None:
    report_contents.drop_photo(context.transaction, photo.id)
    asked = report_questions.last(context.transaction, report.id)
    is_open = isinstance(_by_reporter(report, context), Change)
    context.say(
        "dialogue/answer_photo_failed",
        to=context.to_member(members.get(context.transaction, report.reporter_id)),
        lane=Lane.REPLY,
        buttons=buttons.answers(report, asked.preset) if is_open and asked is not None else (),
        number=report.number,
        reason=reason,
        is_open=is_open,
    )
