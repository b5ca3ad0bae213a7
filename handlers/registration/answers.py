"""What somebody who registers answers: by a button, by words, by the contact button. Each answer fills one hole."""

from __future__ import annotations

from handlers import fallback, station_choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration import begin, buttons
from handlers.registration.abandoning import let_go
from handlers.registration.lifecycle import Refusal, RegistrationAction, decide
from handlers.registration.names import LONGEST_NAME, cleaned
from handlers.registration.questions import Hole, next_hole
from handlers.station_choice import Chosen, Shelf
from messages import catalogue, keyboards
from messages.catalogue import Language
from storage import consents, registrations
from storage.consents import Purpose
from storage.registrations import Change, Registration


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
    contact = message.message.contact
    if registration is None or contact is None:
        fallback.unusable(message, context)
    elif next_hole(registration, context.transaction) is not Hole.PHONE:
        begin.proceed(registration, context)
    elif message.message.forward_origin is not None:
        _insist_on_own("registration/contact_forwarded", context)
    elif contact.user_id != context.actor.user_id:
        _insist_on_own("registration/contact_of_other", context)
    else:
        registrations.set_phone(context.transaction, registration.id, contact.phone_number)
        _go_on(registration, context)


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
    name = cleaned(words)
    again = buttons.name(registration, context.actor.name)
    if not name:
        context.say("registration/name_empty", buttons=again)
    elif len(name) > LONGEST_NAME:
        context.say("registration/name_too_long", buttons=again, length=len(name), longest=LONGEST_NAME)
    else:
        registrations.set_name(context.transaction, registration.id, name)
        _go_on(registration, context)


def _take_words_for_phone(words: str, registration: Registration, context: Context) -> None:
    if words in {catalogue.label(language, "registration.skip_phone") for language in Language}:
        registrations.set_phone(context.transaction, registration.id, None)
        _go_on(registration, context)
    else:
        _insist_on_own("registration/phone_typed", context)


def _insist_on_own(template: str, context: Context) -> None:
    context.say(template, markup=keyboards.ask_contact(context.language))


def _set_station(press: Press, registration: Registration, chosen: Chosen, context: Context) -> None:
    station = chosen.station
    registrations.set_station(context.transaction, registration.id, None if station is None else station.id)
    name = None if station is None else station.name(context.language)
    context.edit_pressed(press, "registration/station_chosen", station=name)
    _go_on(registration, context)


def _go_on(registration: Registration, context: Context, press: Press | None = None) -> None:
    begin.proceed(registrations.get(context.transaction, registration.id), context, press=press)
