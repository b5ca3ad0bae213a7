"""A card that reached no coordinator must not look like one that did: the admins get it, or the applicant is told."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.registration import cards, submission
from storage import registration_cards, registrations
from storage.registrations import RegistrationState


def card_lost(effect: Effect, context: Context) -> None:
    """A card was not delivered. While another one stands, that is enough."""
    registration_id = registration_cards.lose(context.transaction, effect.row, context.now)
    if registration_id is None or registration_cards.of(context.transaction, registration_id):
        return
    registration = registrations.get(context.transaction, registration_id)
    if registration.state is not RegistrationState.SUBMITTED:
        return
    unasked = [
        admin
        for admin in cards.in_reserve(context)
        if not registration_cards.was_dealt(
            context.transaction, registration_id, admin.channel, admin.user_id
        )
    ]
    cards.deal(registration, unasked, context)
    if not unasked:
        submission.tell_nobody_reached(registration, context)
