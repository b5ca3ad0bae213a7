"""*Fixed* is said with a photo of how it looks now: it is asked for, stored, and only then is the step taken."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.dialogue.wording import cut
from handlers.events import Effect, Message, Press
from handlers.fixing import telling
from handlers.reports import buttons, in_private, saving, sent_photos, steps
from handlers.reports.lifecycle import Refusal, ReportAction
from handlers.reports.sent_photos import PhotoFault
from messages.keyboards import Button
from storage import later_photos, members, open_questions, report_contents, reports
from storage.later_photos import LaterPhoto
from storage.outbox import Lane
from storage.report_contents import SentPhoto
from storage.reports import PhotoId, Report, ReportState, Shows

QUESTION = "fixing.photo"
PHOTO = "after photo"  # the effect of its download
WORDS_KEPT = 300  # characters of what is said with it
UNLIKE_BEFORE = "same_as_before"  # why a photo shows nothing new


def ask(press: Press, context: Context) -> None:
    """*Fixed*: whoever pressed is asked, in private, for a photo of how it looks now."""
    permitted = steps.read(press, ReportAction.FIX, context)
    if permitted is not None:
        in_private.ask(press, "fixing/ask_photo", QUESTION, permitted[0].report, context)


def take(message: Message, context: Context, token: str) -> None:
    """The photo. Its bytes have to be here before anything is fixed; words alone fix nothing."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    outcome = steps.decide_here(report, ReportAction.FIX, context)
    photo = sent_photos.read(message)
    if isinstance(outcome, Refusal):
        asking.settle(context)
        buttons.refuse_in_words(outcome, report, context)
    elif isinstance(photo, PhotoFault):
        context.say("fixing/unfit", number=report.number, fault=photo)
    elif _fetch(report, photo, message.text, context):
        asking.settle(context)
    else:
        context.say("fixing/unfit", number=report.number, fault=UNLIKE_BEFORE)


def take_album_part(message: Message, context: Context) -> bool:
    """A later part of an album whose first was such a photo; returns whether it was one."""
    album = message.raw.get("media_group_id")
    if not isinstance(album, str):
        return False
    first = later_photos.of_album(context.transaction, context.actor.id, album)
    photo = None if first is None else sent_photos.read(message)
    if first is None or first.shows is not Shows.FIXED or not isinstance(photo, SentPhoto):
        return False
    _fetch(reports.get(context.transaction, first.report_id), photo, message.text, context)
    return True


def give_up(context: Context, token: str) -> None:
    """``/cancel``: it is not fixed."""
    report = reports.find_by_token(context.transaction, token)
    context.say("fixing/given_up", number="" if report is None else report.number)


def ended(effect: Effect, context: Context) -> None:
    """The photo is here, or will not come. Whether it can be fixed now is decided anew."""
    photo = later_photos.find(context.transaction, PhotoId(int(str(effect.result["photo"]))))
    if photo is None:
        return
    report = reports.get(context.transaction, photo.report_id)
    sha256 = str(effect.result.get("sha256"))
    if not effect.ok:
        _ask_again(photo, report, str(effect.result["reason"]), context)
    elif sha256 in {known.sha256 for known in (*report.photos, *report.photos_after)}:
        _ask_again(photo, report, UNLIKE_BEFORE, context)
    else:
        _stored(photo, report, sha256, context)


def _fetch(report: Report, photo: SentPhoto, words: str, context: Context) -> bool:
    """Have it stored; returns whether the report did not have it before."""
    said = cut(words, WORDS_KEPT)
    added = later_photos.add(
        context.transaction, report.id, photo, shows=Shows.FIXED, sender=context.actor.id, words=said
    )
    if added is not None:
        context.download(photo.file_id, PHOTO, is_file=photo.is_file, photo=added)
    return added is not None


def _stored(photo: LaterPhoto, report: Report, sha256: str, context: Context) -> None:
    assert photo.sender_id is not None  # `_fetch` says who sent it
    worker = members.get(context.transaction, photo.sender_id)
    address = context.to_member(worker)
    report_contents.photo_saved(context.transaction, photo.id, sha256)
    outcome = steps.decide_later(report, ReportAction.FIX, worker, context)
    if not isinstance(outcome, Refusal):
        context.react(photo.message_id, saving.STORED, to=address)
        fixed = steps.store(outcome, context)
        telling.tell(fixed, sha256, photo.words, worker, context)
        context.say("fixing/done", to=address, lane=Lane.REPLY, number=report.number)
    elif report.state is ReportState.FIXED and outcome is Refusal.ALREADY_FIXED:
        context.react(photo.message_id, saving.STORED, to=address)
        telling.show(report, sha256, photo.words, worker, context)
        _say_added(photo, report, context)
    else:
        report_contents.drop_photo(context.transaction, photo.id)
        buttons.refuse_in_words(outcome, report, context, to=address)


def _say_added(photo: LaterPhoto, report: Report, context: Context) -> None:
    """Somebody else was quicker; a later part of one's own album goes without saying."""
    assert photo.sender_id is not None
    if photo.album is not None:
        first = later_photos.of_album(context.transaction, photo.sender_id, photo.album)
        if first is not None and first.id != photo.id:
            return
    address = context.to_member(members.get(context.transaction, photo.sender_id))
    context.say("fixing/added", to=address, lane=Lane.REPLY, number=report.number)


def _ask_again(photo: LaterPhoto, report: Report, reason: str, context: Context) -> None:
    """It cannot be used. While it can be fixed, the next photo counts, unless something else was asked since."""
    assert photo.sender_id is not None
    report_contents.drop_photo(context.transaction, photo.id)
    worker = members.get(context.transaction, photo.sender_id)
    outcome = steps.decide_later(report, ReportAction.FIX, worker, context)
    is_open = not isinstance(outcome, Refusal)
    if is_open and open_questions.find(context.transaction, worker.id, context.now) is None:
        open_questions.ask(context.transaction, worker.id, QUESTION, report.token, context.now)
    context.say(
        "fixing/photo_failed",
        to=context.to_member(worker),
        lane=Lane.REPLY,
        buttons=[[Button("fixing_button.again", buttons.data("fix", report))]] if is_open else (),
        number=report.number,
        reason=reason,
        is_open=is_open,
    )
