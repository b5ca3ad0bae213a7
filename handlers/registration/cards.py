"""How somebody who wants to join looks to those who decide: who they are, what they ride for, and two buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers import caretakers
from handlers.address import Address
from handlers.context import Context
from handlers.events import Press
from handlers.registration import buttons
from messages import catalogue
from messages.catalogue import Language
from messages.keyboards import Keyboard
from storage import members, registration_cards, stations
from storage.members import Member, MemberId
from storage.registration_cards import Card
from storage.registrations import Registration, RegistrationState

LOST = "registration card lost"  # the effect of a card that was not delivered; see `lost_cards`


@dataclass(frozen=True, slots=True)
class Contents:
    """What a card says. `decided_by` is who let them in or did not, `reason` why not."""

    name: str
    phone: str | None
    station: str | None
    state: RegistrationState
    decided_by: str | None
    reason: str | None


def deal(registration: Registration, receivers: Iterable[Member], context: Context) -> None:
    """Show the registration to people, afresh if they have been shown it before."""
    for receiver in receivers:
        address = context.to_member(receiver)
        row = context.say(
            "registration/card",
            to=address,
            buttons=_buttons(registration),
            if_undelivered=LOST,
            about=_named(registration),
            applicant=_contents(registration, address.language, context),
        )
        card = Card(address.channel, address.chat_id, row, address.language)
        registration_cards.add(context.transaction, registration.id, card)


def refresh(registration: Registration, context: Context) -> None:
    """Change the registration's cards, wherever they stand, to what it is now."""
    for card in registration_cards.of(context.transaction, registration.id):
        address = Address(card.channel, card.chat_id, Language(card.language))
        contents = _contents(registration, address.language, context)
        context.edit_text(
            card.row,
            "registration/card",
            to=address,
            buttons=_buttons(registration),
            about=_named(registration),
            applicant=contents,
        )


def show_pressed(press: Press, registration: Registration, choices: Keyboard, context: Context) -> None:
    """The pressed card with other buttons below it."""
    contents = _contents(registration, context.language, context)
    context.edit_pressed(
        press, "registration/card", buttons=choices, about=_named(registration), applicant=contents
    )


def in_reserve(context: Context) -> list[Member]:
    """Who decides when no coordinator can be reached."""
    return caretakers.admins(context)


def _buttons(registration: Registration) -> Keyboard:
    return buttons.decisions(registration) if registration.state is RegistrationState.SUBMITTED else ()


def _named(registration: Registration) -> list[MemberId]:
    """Whom a card names."""
    decider = registration.decided_by
    return [registration.member_id] if decider is None else [registration.member_id, decider]


def _contents(registration: Registration, language: Language, context: Context) -> Contents:
    decider, station_id, reason = registration.decided_by, registration.station_id, registration.reason
    station = None if station_id is None else stations.find(context.transaction, station_id)
    applicant = members.get(context.transaction, registration.member_id)
    return Contents(
        name=registration.name or applicant.name,
        phone=registration.phone,
        station=None if station is None else station.name(language),
        state=registration.state,
        decided_by=None if decider is None else members.get(context.transaction, decider).name,
        reason=None if reason is None else catalogue.label(language, f"decline_reason.{reason}"),
    )
