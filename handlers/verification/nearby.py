"""``/nearby``: a courier who has a minute is offered something nearby to look at.

Where they are is asked once, used once, and kept nowhere.
"""

from __future__ import annotations

from handlers import asking as questions
from handlers.context import Context
from handlers.events import Message
from handlers.reports import followers, kinds, routing
from handlers.reports.places import place_of
from handlers.verification import asking, buttons, distance, photos, visits
from messages import keyboards
from storage import reports, verdicts, verification_offers
from storage.outbox import Lane
from storage.reports import Place, Report
from storage.verification_offers import Offer

QUESTION = "verification.place"
RADIUS = 500.0  # metres; two minutes on a scooter
LIFETIME = 2 * 3600 * 1000  # ms; a few rounds


def begin(message: Message, context: Context) -> None:
    """``/nearby``: where are they? Whoever does not let us keep photos hears where to allow it."""
    if not photos.refuses(message, context):
        questions.expect(context, QUESTION)
        context.say("verification/ask_place", markup=keyboards.ask_location(context.language))


def take_place(message: Message, context: Context, _subject: str) -> None:
    """Where they are: not where anything is that they report."""
    context.keep_words_once()
    if photos.refuses(message, context):
        questions.settle(context)
    elif "venue" in message.raw or message.message.forward_origin is not None:
        context.say("verification/not_your_place", markup=keyboards.ask_location(context.language))
    else:
        questions.settle(context)
        _look_around(place_of(message.message), context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel``: they ride on."""
    context.say("verification/rides_on", markup=keyboards.no_keyboard())


def _look_around(place: Place, context: Context) -> None:
    """Offer the nearest; what was offered before from another place is over."""
    for earlier in verification_offers.open_of(context.transaction, context.actor.id, context.now):
        visits.lapse(earlier, "verification/offer_over", context)
    report = _nearest(place, context)
    if report is None:
        context.say("verification/nothing_near", markup=keyboards.no_keyboard())
    else:
        _offer(report, context)


def _nearest(place: Place, context: Context) -> Report | None:
    """The nearest that they may look at and that can be shown to them."""
    box = distance.box_around(place, RADIUS)
    found = verification_offers.within(context.transaction, box, context.actor.id, context.now)
    near = sorted((distance.metres(place, there), id_) for id_, there in found)
    for metres, id_ in near:
        report = reports.get(context.transaction, id_)
        if metres <= RADIUS and _may_look_at(report, context):
            return report
    return None


def _may_look_at(report: Report, context: Context) -> bool:
    """No dangers; nothing that they answer for; nothing without a photo."""
    if kinds.is_danger(report.category) or not report.photos or report.photos[0].sha256 is None:
        return False
    return not routing.answers_for(report, context.actor, context.transaction, in_private=True)


def _offer(report: Report, context: Context) -> None:
    """The photo of before, and what to look for. How far it is stands nowhere: that would say where they are."""
    assert report.photos[0].sha256 is not None  # `_may_look_at`
    address = context.here
    row = context.send_photo(
        report.photos[0].sha256,
        "verification/offer",
        buttons=buttons.offer(report),
        lane=Lane.REPLY,
        number=report.number,
        category=followers.category(report, address.language),
        grid=asking.grid(report, address.language, context),
        spot=report.place,
    )
    round_, until = verdicts.round_of(report), context.now + LIFETIME
    offer = Offer(report.id, round_, context.actor.id, row, until)
    verification_offers.make(context.transaction, offer, context.now)
