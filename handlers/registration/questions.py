"""What a registration still lacks, and asking for it: one question per step."""

from __future__ import annotations

from enum import StrEnum

from handlers.context import Context
from handlers.events import Press
from handlers.registration import buttons, offers
from handlers.station_choice import Shelf
from messages import keyboards
from messages.keyboards import Keyboard
from storage import consents, registrations, stations
from storage.consents import Purpose
from storage.database import Transaction
from storage.members import Role
from storage.registrations import Registration

ASK_AGAIN_AFTER = 60_000  # ms; what arrives within seconds of each other shall raise one question


class Hole(StrEnum):
    """What is missing, in the order in which it is asked for."""

    CONSENT = "consent"
    NAME = "name"
    PHONE = "phone"
    STATION = "station"
    NONE = "none"


def next_hole(registration: Registration, transaction: Transaction) -> Hole:
    """The first thing that a registration lacks. Only couriers are asked for a number and a station."""
    if not consents.is_given(transaction, registration.member_id, Purpose.REGISTRATION):
        return Hole.CONSENT
    if registration.name is None:
        return Hole.NAME
    if offers.of_registration(registration, transaction).role is not Role.COURIER:
        return Hole.NONE
    if registration.phone is None and not registration.phone_skipped:
        return Hole.PHONE
    if _station_is_missing(registration) and stations.count(transaction):
        return Hole.STATION
    return Hole.NONE


def is_due(registration: Registration, hole: Hole, now: int) -> bool:
    """Whether to ask for it (UTC ms): it is another hole than the one asked for last, or that was a while ago."""
    if registration.asked != hole or registration.asked_at is None:
        return True
    return now - registration.asked_at >= ASK_AGAIN_AFTER


def ask(registration: Registration, hole: Hole, context: Context, press: Press | None = None) -> None:
    """Ask whoever acts for what is missing, where they pressed if they did. `hole` is not NONE."""
    if hole is Hole.PHONE:
        context.say(
            "registration/ask_phone", markup=keyboards.ask_contact(context.language), name=registration.name
        )
    else:
        context.show(
            press,
            f"registration/ask_{hole}",
            buttons=_buttons(registration, hole, context),
            person=context.actor,
            invited_as=_invited_as(registration, context),
        )
    registrations.set_asked(context.transaction, registration.id, hole, context.now)


def _station_is_missing(registration: Registration) -> bool:
    return registration.station_id is None and not registration.station_skipped


def _buttons(registration: Registration, hole: Hole, context: Context) -> Keyboard:
    match hole:
        case Hole.CONSENT:
            return buttons.consent(registration, context.language)
        case Hole.NAME:
            return buttons.name(registration, context.actor.name)
        case Hole.STATION:
            return buttons.stations(registration, Shelf(), context.language, context.transaction)
        case _:
            return ()


def _invited_as(registration: Registration, context: Context) -> str | None:
    """What their invitation makes them, in words; None without one."""
    if registration.invitation is None:
        return None
    offer = offers.of_registration(registration, context.transaction)
    return offers.described(offer, context.language, context.transaction)
