"""A passer-by goes there, sends a photo and says what they found; or rides on, or comes too late."""

from __future__ import annotations

from handlers import asking as questions
from handlers import muted
from handlers.context import Context
from handlers.events import Press, Tick
from handlers.points import earning
from handlers.points.earning import Cause
from handlers.reports import buttons as report_buttons
from handlers.reports.buttons import PressedReport
from handlers.reports.lifecycle import Part
from handlers.verification import asking, photos
from storage import (
    later_photos,
    members,
    open_questions,
    report_contents,
    reports,
    verification_asks,
    verification_offers,
)
from storage.database import Transaction
from storage.members import NOBODY
from storage.outbox import Lane
from storage.reports import Report, ReportState
from storage.verdicts import Verdict
from storage.verification_offers import Offer

AT_ONCE = 50  # offers by one tick, so that no batch gets long; the next tick goes on


def go(press: Press, context: Context) -> None:
    """*I look*: a photo from there is awaited."""
    found = _read(press, context)
    if found is None or muted.refuses(press, context):
        return
    offer, report = found[0], found[1].report
    verification_offers.accept(context.transaction, offer, context.now)
    questions.expect(context, photos.VISIT, report.token)
    _reword(offer, report, "verification/on_the_way", context)
    context.answer(press, "press.on_the_way")


def ride_on(press: Press, context: Context) -> None:
    """*Not now*: it is offered to somebody else."""
    found = _read(press, context)
    if found is not None:
        decline(found[0], context)


def give_up(context: Context, token: str) -> None:
    """``/cancel`` on the way."""
    report = reports.find_by_token(context.transaction, token)
    assert report is not None  # reports with a number stay
    offer = verification_offers.open_for(context.transaction, report.id, context.actor.id, context.now)
    if offer is not None:
        decline(offer, context)
    context.say("verification/rides_on")


def decline(offer: Offer, context: Context) -> None:
    """They are not offered it again, and do not hear of it any more."""
    _drop_what_came(offer, context)
    verification_offers.decline(context.transaction, offer, context.now)
    _reword(offer, reports.get(context.transaction, offer.report_id), "verification/declined", context)


def settle(report: Report, verdict: Verdict, context: Context) -> None:
    """Somebody has said what they found: a passer-by is thanked for it, and nobody else needs to go there."""
    own = verification_offers.open_for(context.transaction, report.id, verdict.member_id, context.now)
    if own is not None:
        verification_offers.forget(context.transaction, own)
    call_off(report, context)
    if verdict.part == Part.PASSER_BY:
        _thank(report, verdict, context)


def call_off(report: Report, context: Context) -> None:
    """There is nothing to look at any more."""
    for offer in verification_offers.open_about(context.transaction, report.id):
        lapse(offer, "verification/needless", context)
    verification_offers.forget_about(context.transaction, report.id)


def lapse(offer: Offer, template: str, context: Context) -> None:
    """It is over without a verdict: its message says so, and a photo that was sent for it goes."""
    _drop_what_came(offer, context)
    verification_offers.forget(context.transaction, offer)
    _reword(offer, reports.get(context.transaction, offer.report_id), template, context)


def any_expired(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find an offer whose time is over."""
    return bool(verification_offers.expired(transaction, now, 1))


def expire(_tick: Tick, context: Context) -> None:
    """Offers whose time is over."""
    for offer in verification_offers.expired(context.transaction, context.now, AT_ONCE):
        lapse(offer, "verification/offer_over", context)


def _read(press: Press, context: Context) -> tuple[Offer, PressedReport] | None:
    """The offer that a press takes or declines; None, and they are told why, when there is none to them any more."""
    pressed = report_buttons.read(press, context)
    if pressed is None:
        return None
    report = pressed.report
    offer = verification_offers.open_for(context.transaction, report.id, context.actor.id, context.now)
    if offer is None or report.state is not ReportState.FIXED:
        context.answer(press, "refused.not_offered", alert=True)
        return None
    if offer.is_accepted:
        context.answer(press, "press.on_the_way")
        return None
    return offer, pressed


def _drop_what_came(offer: Offer, context: Context) -> None:
    """No photo is awaited, and one that came is let go of."""
    report = reports.get(context.transaction, offer.report_id)
    if offer.photo_id is not None:
        report_contents.drop_photo(context.transaction, offer.photo_id)
    asked = open_questions.find(context.transaction, offer.member_id, context.now)
    if asked is not None and (asked.question, asked.subject) == (photos.VISIT, report.token):
        open_questions.close(context.transaction, offer.member_id)


def _reword(offer: Offer, report: Report, template: str, context: Context) -> None:
    """What stands in the message that offered it, and in the one that asked what they found."""
    member = members.get(context.transaction, offer.member_id)
    if member.channel == NOBODY:
        return
    address = context.to_member(member)
    asked = verification_asks.of(context.transaction, report.id, offer.round)
    questions_asked = [one.row for one in asked if one.member_id == member.id and one.part == Part.PASSER_BY]
    context.edit_caption(offer.row, template, to=address, number=report.number)
    for row in questions_asked:
        asking.take_buttons(row, address, context)


def _thank(report: Report, verdict: Verdict, context: Context) -> None:
    payment = earning.pay(context, verdict.member_id, Cause.VERIFICATION, report.id)
    context.say(
        "verification/thanks",
        lane=Lane.REPLY,
        number=report.number,
        paid=payment.points,
        unpaid=payment.unpaid,
        cap=payment.cap,
    )
    photo = None if verdict.photo_id is None else later_photos.find(context.transaction, verdict.photo_id)
    if photo is not None and photo.sha256 is not None:
        photos.show(report, photo.sha256, "", context)
