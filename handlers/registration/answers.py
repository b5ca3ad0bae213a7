"""What somebody who registers answers: by a button, by words, by the contact button. Each answer fills one hole."""

from __future__ import annotations

from handlers import fallback, station_choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration import begin, buttons, reading
from handlers.registration.abandoning import let_go
from handlers.registration.lifecycle import Refusal, RegistrationAction, decide
from handlers.registration.names import LONGEST_NAME, cleaned
from handlers.registration.questions import Hole, next_hole
from handlers.station_choice import Chosen, Shelf
from storage import consents, registrations
from storage.consents import Purpose
from storage.registrations import Change, Registration

RATHER_NOT = "registration.skip_phone"  # the button that leaves no number


def agree(press: Press, context: Context) -> None:
    """Agree to what is kept and why."""
    registration = _asked(press, Hole.CONSENT, context)
    if registration is not None:
        _record_consent(context, given=True)
        context.answer(press, "press.agreed")
        _go_on(registration, context, press)


def disagree(press: Press, context: Context) -> None:
    """Rather not join."""
    registration = _asked(press, Hole.CONSENT, context)
    if registration is not None:
        _record_consent(context, given=False)
        let_go(registration, context)
        context.edit_pressed(press, "registration/no_thanks")


def use_offered_name(press: Press, context: Context) -> None:
    """They are called as their account is."""
    registration = _asked(press, Hole.NAME, context)
    if registration is None:
        return
    name = cleaned(context.actor.name)[:LONGEST_NAME]
    if not name:  # no such button was shown
        context.say("registration/name_empty")
        return
    registrations.set_name(context.transaction, registration.id, name)
    context.edit_pressed(press, "registration/name_chosen", name=name)
    _go_on(registration, context)


def take_words(message: Message, context: Context) -> bool:
    """Words are a name or a "rather not" if that was asked for, and else no answer; returns whether they were asked."""
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        return False
    match next_hole(registration, context.transaction):
        case Hole.NAME:
            _take_name(message.text, registration, context)
        case Hole.PHONE:
            _take_words_for_phone(message.text, registration, context)
        case _:
            _repeat("registration/press_a_button", registration, context)
    return True


def take_unusable(_message: Message, context: Context) -> bool:
    """A sticker, a voice, a video answers nothing; returns whether a question is open, which is asked again."""
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        return False
    _repeat("registration/unusable", registration, context)
    return True


def take_contact(message: Message, context: Context) -> None:
    """Their own phone number, and nobody else's."""
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        fallback.unusable(message, context)
    elif next_hole(registration, context.transaction) is not Hole.PHONE:
        begin.proceed(registration, context)
    else:
        _take_number(message, registration, context)


def choose_station(press: Press, context: Context) -> None:
    """The station they ride for, or another page of the list."""
    registration = _asked(press, Hole.STATION, context)
    if registration is None:
        return
    choice = station_choice.read(press.arguments[2:], context.transaction)
    if choice is None:
        fallback.unknown_button(press, context)
    elif isinstance(choice, Shelf):
        shown = buttons.stations(registration, choice, context.language, context.transaction)
        context.edit_pressed(press, "registration/ask_station", buttons=shown)
    else:
        _set_station(press, registration, choice, context)


def _asked(press: Press, hole: Hole, context: Context) -> Registration | None:
    """The registration whose open question a button answers; None, and the press is answered, otherwise."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return None
    registration = pressed.registration
    outcome: Change | Refusal = decide(
        registration, RegistrationAction.ANSWER, context.actor, version=pressed.version
    )
    if isinstance(outcome, Change) and next_hole(registration, context.transaction) is not hole:
        outcome = Refusal.ANSWERED
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, registration, context)
        return None
    return registration


def _repeat(template: str, registration: Registration, context: Context) -> None:
    """Say why that was no answer, and ask again."""
    context.say(template)
    begin.proceed(registration, context)


def _record_consent(context: Context, *, given: bool) -> None:
    consents.record(context.transaction, context.actor.id, Purpose.REGISTRATION, given=given, now=context.now)


def _take_name(words: str, registration: Registration, context: Context) -> None:
    name = reading.name(words, context, again=buttons.name(registration, context.actor.name))
    if name is not None:
        registrations.set_name(context.transaction, registration.id, name)
        _go_on(registration, context)


def _take_number(message: Message, registration: Registration, context: Context) -> None:
    number = reading.own_number(message, context, rather_not=RATHER_NOT)
    if number is not None:
        registrations.set_phone(context.transaction, registration.id, number)
        _go_on(registration, context)


def _take_words_for_phone(words: str, registration: Registration, context: Context) -> None:
    if reading.says(words, RATHER_NOT):
        registrations.set_phone(context.transaction, registration.id, None)
        _go_on(registration, context)
    else:
        reading.insist_on_own("registration/phone_typed", context, rather_not=RATHER_NOT)


def _set_station(press: Press, registration: Registration, chosen: Chosen, context: Context) -> None:
    station = chosen.station
    registrations.set_station(context.transaction, registration.id, None if station is None else station.id)
    name = None if station is None else station.name(context.language)
    context.edit_pressed(press, "registration/station_chosen", station=name)
    _go_on(registration, context)


def _go_on(registration: Registration, context: Context, press: Press | None = None) -> None:
    begin.proceed(registrations.get(context.transaction, registration.id), context, press=press)
