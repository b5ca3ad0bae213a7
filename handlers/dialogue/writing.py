"""A message to the other side of a report, through the bot: whoever writes is asked for it, and it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from handlers import asking, muted
from handlers.context import Context
from handlers.dialogue import passing_on, questions, wording
from handlers.events import Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import in_private, sent_photos, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from handlers.reports.sent_photos import PhotoFault
from messages import catalogue
from messages.catalogue import Language
from storage import consents, report_messages, reports
from storage.consents import Purpose
from storage.report_contents import SentPhoto
from storage.report_messages import Side, Written, WrittenKind
from storage.reports import Report

LONGEST = 500  # characters
HOUR = 3600 * 1000  # ms
AT_MOST = 10  # messages of one person about one report in an hour
SHOWN = 5  # of the messages before, when somebody is about to write
LINE_SHOWN = 60  # characters of each
ACTION = {Side.RESPONSIBLE: ReportAction.WRITE, Side.REPORTER: ReportAction.WRITE_BACK}
QUESTION = {Side.RESPONSIBLE: "dialogue.message", Side.REPORTER: "dialogue.message_back"}


def begin(side: Side) -> Callable[[Press, Context], None]:
    """*Message*: the one who pressed is asked, in private, what they want to say."""

    def handle(press: Press, context: Context) -> None:
        pressed = report_buttons.read(press, context)
        if pressed is None:
            return
        refusal = _refusal(pressed.report, side, context)
        if refusal is not None:
            report_buttons.refuse(press, refusal, pressed.report, context)
        elif muted.refuses(press, context):
            return
        elif side is Side.RESPONSIBLE and not questions.can_hear(pressed.report, context):
            context.answer(press, "press.reporter_gone", alert=True, number=pressed.report.number)
        elif _is_too_much(pressed.report, context):
            context.answer(press, "press.too_many_messages", alert=True, most=AT_MOST)
        else:
            _ask(press, pressed.report, side, context)

    return handle


def take(side: Side) -> Callable[[Message, Context, str], None]:
    """What they want to say: words, a photo, a voice."""

    def handle(message: Message, context: Context, token: str) -> None:
        report = reports.find_by_token(context.transaction, token)
        assert report is not None  # reports with a number stay
        if _may_write(message, report, side, context):
            _take(message, report, side, context)
        else:
            asking.settle(context)

    return handle


def take_album_part(message: Message, context: Context) -> bool:
    """A later part of an album that a message began with; returns whether it was one."""
    album = message.raw.get("media_group_id")
    if not isinstance(album, str):
        return False
    first = report_messages.of_album(context.transaction, context.actor.id, album)
    if first is None:
        return False
    report = reports.get(context.transaction, first.report_id)
    if _may_write(message, report, first.side, context):
        _take(message, report, first.side, context)
    return True


def give_up(context: Context, _token: str) -> None:
    """``/cancel``: nothing is passed on."""
    context.say("dialogue/not_written")


def _refusal(report: Report, side: Side, context: Context) -> Refusal | None:
    outcome = steps.decide_here(report, ACTION[side], context)
    return outcome if isinstance(outcome, Refusal) else None


def _is_too_much(report: Report, context: Context) -> bool:
    since = context.now - HOUR
    return report_messages.sent_since(context.transaction, report.id, context.actor.id, since) >= AT_MOST


def _ask(press: Press, report: Report, side: Side, context: Context) -> None:
    language = context.to_member(context.actor).language
    before = report_messages.latest(context.transaction, report.id, SHOWN)
    latest = [(written.side is side, _line(written, language)) for written in before]
    senders = {written.sender_id for written in before}
    in_private.ask(
        press,
        "dialogue/ask_message",
        QUESTION[side],
        report,
        context,
        about=senders,
        side=side,
        latest=latest,
    )


def _line(written: Written, language: Language) -> str:
    said = wording.cut(written.words, LINE_SHOWN)
    if written.kind is WrittenKind.WORDS:
        return said
    kind = catalogue.label(language, f"dialogue_kind.{written.kind}")
    return f"{kind} {said}".strip()


def _may_write(message: Message, report: Report, side: Side, context: Context) -> bool:
    """Whether it can still be passed on; else they are told why not."""
    refusal = _refusal(report, side, context)
    if refusal is not None:
        report_buttons.refuse_in_words(refusal, report, context)
    elif muted.refuses(message, context):
        return False
    elif _is_too_much(report, context):
        context.say("dialogue/too_many", most=AT_MOST)
    else:
        return True
    return False


def _take(message: Message, report: Report, side: Side, context: Context) -> None:
    context.keep_words_once()
    if len(message.text) > LONGEST:
        context.say("dialogue/too_long", length=len(message.text), longest=LONGEST)
    elif "text" in message.raw:
        _pass_on(message, report, side, WrittenKind.WORDS, None, context)
    elif message.message.voice is not None:
        _pass_on(message, report, side, WrittenKind.VOICE, message.message.voice.file_id, context)
    else:
        _take_photo(message, report, side, context)


def _pass_on(
    message: Message, report: Report, side: Side, kind: WrittenKind, file_id: str | None, context: Context
) -> None:
    asking.settle(context)
    written = Written(
        report.id, context.actor.id, side, kind, message.text, message.message.message_id, file_id
    )
    report_messages.add(context.transaction, written, context.now)
    passing_on.pass_on(written, report, context)


def _take_photo(message: Message, report: Report, side: Side, context: Context) -> None:
    photo = sent_photos.read(message)
    if isinstance(photo, PhotoFault):
        context.say("dialogue/unfit_message", fault=photo)
    elif side is Side.REPORTER and not _agrees(context):
        context.say("dialogue/no_consent")
    else:
        asking.settle(context)
        _fetch(photo, message.text, report, side, context)


def _fetch(photo: SentPhoto, words: str, report: Report, side: Side, context: Context) -> None:
    kind, album = WrittenKind.PHOTO, photo.album
    written = Written(report.id, context.actor.id, side, kind, words, photo.message_id, album=album)
    added = report_messages.add(context.transaction, written, context.now)
    context.download(photo.file_id, passing_on.PHOTO, is_file=photo.is_file, message=added)


def _agrees(context: Context) -> bool:
    return consents.is_given(context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE)
