"""Photos of those who look: how it is now, shown to whoever answers for it; and what a passer-by has found."""

from __future__ import annotations

from handlers import asking as questions
from handlers import muted
from handlers.context import Context
from handlers.dialogue.wording import cut
from handlers.events import Effect, Message, Press
from handlers.reports import buttons as report_buttons
from handlers.reports import cards, saving, sent_photos, steps
from handlers.reports.lifecycle import ONLOOKERS, Refusal
from handlers.reports.sent_photos import PhotoFault
from handlers.verification import asking, buttons
from messages.keyboards import Button
from storage import (
    consents,
    later_photos,
    members,
    open_questions,
    report_cards,
    report_contents,
    reports,
    verdicts,
    verification_offers,
)
from storage.consents import Purpose
from storage.later_photos import LaterPhoto
from storage.members import Member
from storage.outbox import Lane
from storage.report_contents import SentPhoto
from storage.reports import PhotoId, Report, Shows
from storage.verification_offers import Offer

QUESTION = "verification.photo"
VISIT = "verification.visit"
PHOTO = "verification photo"  # the effect of its download
WORDS_KEPT = 300  # characters of what is said with it
NOTHING_NEW = "same_as_before"  # why a photo is of no use
FORWARDED = "forwarded"


def ask(report: Report, context: Context) -> None:
    """How it looks now, once, from whoever lets us keep photos; it can be left out."""
    if agrees(context):
        questions.expect(context, QUESTION, report.token)
        context.say("verification/ask_photo", buttons=buttons.no_photo(report), number=report.number)


def skip(press: Press, context: Context) -> None:
    """*No photo*."""
    pressed = report_buttons.read(press, context)
    if pressed is None:
        return
    if not _has_part(pressed.report, context):
        context.answer(press, "refused.not_yours_to_judge", alert=True)
        return
    questions.settle_about(context, pressed.report.token)
    context.edit_pressed(press, "verification/no_photo", number=pressed.report.number)


def take(message: Message, context: Context, token: str) -> None:
    """The photo of how it is now."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    photo = sent_photos.read(message)
    if not _has_part(report, context):
        questions.settle(context)
        report_buttons.refuse_in_words(Refusal.NOT_YOURS, report, context)
    elif not agrees(context):
        questions.settle(context)
        context.say("dialogue/no_consent")
    elif isinstance(photo, PhotoFault):
        context.say("verification/unfit", fault=photo)
    elif fetch(report, photo, message.text, context):
        questions.settle(context)
    else:
        context.say("verification/unfit", fault=NOTHING_NEW)


def take_from_visit(message: Message, context: Context, token: str) -> None:
    """What a passer-by has found. It has to be their own, for they were asked to go there."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None
    photo = sent_photos.read(message)
    offer = verification_offers.open_for(context.transaction, report.id, context.actor.id, context.now)
    if refuses(message, context):
        questions.settle(context)
    elif offer is None:
        questions.settle(context)
        context.say("verification/offer_over", number=report.number)
    elif message.message.forward_origin is not None:
        context.say("verification/unfit", fault=FORWARDED)
    elif isinstance(photo, PhotoFault):
        context.say("verification/unfit", fault=photo)
    elif fetch(report, photo, "", context):
        questions.settle(context)
    else:
        context.say("verification/unfit", fault=NOTHING_NEW)


def take_album_part(message: Message, context: Context) -> bool:
    """A later part of an album whose first was such a photo: one is enough. Returns whether it was one."""
    album = message.raw.get("media_group_id")
    if not isinstance(album, str):
        return False
    first = later_photos.of_album(context.transaction, context.actor.id, album)
    return first is not None and first.shows is Shows.VERIFICATION


def give_up(context: Context, token: str) -> None:
    """``/cancel``: it goes without a photo."""
    report = reports.find_by_token(context.transaction, token)
    context.say("verification/no_photo", number="" if report is None else report.number)


def agrees(context: Context) -> bool:
    """Whether whoever acts lets us keep photos and places."""
    return consents.is_given(context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE)


def refuses(message: Message, context: Context) -> bool:
    """Whether whoever acts is muted, or does not let us keep photos: then they look at nothing, and are told why."""
    if muted.refuses(message, context):
        return True
    if agrees(context):
        return False
    context.say("verification/refused_consent", buttons=[[Button("menu.consents", "consents")]])
    return True


def fetch(report: Report, photo: SentPhoto, words: str, context: Context) -> bool:
    """Have it stored; returns whether the report did not have it before."""
    added = later_photos.add(
        context.transaction,
        report.id,
        photo,
        shows=Shows.VERIFICATION,
        sender=context.actor.id,
        words=cut(words, WORDS_KEPT),
    )
    if added is not None:
        context.download(photo.file_id, PHOTO, is_file=photo.is_file, photo=added)
    return added is not None


def ended(effect: Effect, context: Context) -> None:
    """The photo is here, or will not come."""
    photo = later_photos.find(context.transaction, PhotoId(int(str(effect.result["photo"]))))
    if photo is None or photo.sender_id is None:
        return
    report = reports.get(context.transaction, photo.report_id)
    sender = members.get(context.transaction, photo.sender_id)
    offer = verification_offers.open_for(context.transaction, report.id, sender.id, context.now)
    sha256 = str(effect.result.get("sha256"))
    known = {one.sha256 for one in (*report.photos, *report.photos_after)}
    if not effect.ok:
        _ask_again(photo, report, sender, offer, str(effect.result["reason"]), context)
    elif sha256 in known:
        _ask_again(photo, report, sender, offer, NOTHING_NEW, context)
    else:
        _stored(photo, report, sender, offer, sha256, context)


def show(report: Report, sha256: str, words: str, context: Context) -> None:
    """Below the card, wherever that stands."""
    for card in report_cards.of(context.transaction, report.id):
        address = cards.address_of(card)
        context.send_photo(sha256, "verification/card_photo", to=address, number=report.number, words=words)


def _has_part(report: Report, context: Context) -> bool:
    return bool(ONLOOKERS & steps.parts(report, context.actor, context, in_private=True))


def _stored(
    photo: LaterPhoto, report: Report, sender: Member, offer: Offer | None, sha256: str, context: Context
) -> None:
    report_contents.photo_saved(context.transaction, photo.id, sha256)
    context.react(photo.message_id, saving.STORED, to=context.to_member(sender))
    if offer is not None and offer.is_accepted:
        verification_offers.add_photo(context.transaction, offer, photo.id)
        asking.witness(report, sender, sha256, context)
    else:
        verdicts.add_photo(context.transaction, report.id, sender.id, photo.id)
        show(report, sha256, photo.words, context)


def _ask_again(
    photo: LaterPhoto, report: Report, sender: Member, offer: Offer | None, reason: str, context: Context
) -> None:
    """It cannot be used. The next one counts, unless something else was asked since."""
    report_contents.drop_photo(context.transaction, photo.id)
    if open_questions.find(context.transaction, sender.id, context.now) is None:
        question = QUESTION if offer is None else VISIT
        open_questions.ask(context.transaction, sender.id, question, report.token, context.now)
    address = context.to_member(sender)
    context.say("verification/photo_failed", to=address, lane=Lane.REPLY, number=report.number, reason=reason)
