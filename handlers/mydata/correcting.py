"""Putting right what is kept about oneself, from ``/mydata``: name, number or station, one at a time."""

from __future__ import annotations

from handlers import asking, fallback, station_choice
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.mydata import profile
from handlers.registration import reading
from handlers.station_choice import Chosen, Shelf
from messages import catalogue, keyboards
from messages.keyboards import Button, Keyboard
from storage import corrections, stations
from storage.corrections import Correctable
from storage.members import Profile, Role, Standing
from storage.stations import StationId

NAME, PHONE = "correcting.name", "correcting.phone"  # questions
ON_THE_TEAM = frozenset({Standing.ACTIVE, Standing.PENDING})


def may_correct(context: Context) -> bool:
    """Whether there is something to put right about whoever acts; to others the registration asks everything anew."""
    return context.actor.standing in ON_THE_TEAM or bool(context.actor.roles)


def begin(press: Press, context: Context) -> None:
    """Choose what to put right; or what was chosen is asked for."""
    if not may_correct(context):
        fallback.refuse_outsider(press, context)
        return
    if not press.arguments:
        context.say("corrections/choose", buttons=_choices(context))
        return
    match choice(Correctable, press.arguments[0]):
        case Correctable.NAME:
            _ask_name(press, context)
        case Correctable.PHONE:
            _ask_phone(context)
        case Correctable.STATION:
            _ask_station(press, Shelf(), context)
        case None:
            fallback.unknown_button(press, context)


def take_name(message: Message, context: Context, _subject: str) -> None:
    """The name that is to stand from now on."""
    if _is_refused(message, context):
        return
    name = reading.name(message.text, context)
    if name is not None:
        asking.settle(context)
        _set_name(name, context)


def take_phone(message: Message, context: Context, _subject: str) -> None:
    """Their own number, by the contact button; or none any more."""
    if _is_refused(message, context):
        return
    rather_not = _rather_not(profile.of(context.actor, context))
    if "contact" in message.raw:
        number = reading.own_number(message, context, rather_not=rather_not)
        if number is not None:
            _set_phone(number, context)
    elif reading.says(message.text, rather_not):
        _set_phone(None, context)
    else:
        reading.insist_on_own("registration/phone_typed", context, rather_not=rather_not)


def choose_station(press: Press, context: Context) -> None:
    """The station they ride for, or another page of the list."""
    version, *arguments = [*press.arguments, ""]
    if not may_correct(context):
        fallback.refuse_outsider(press, context)
    elif not _rides(context):
        context.answer(press, "correct_refused.no_station", alert=True)
    elif version != str(corrections.version(context.transaction, context.actor.id)):
        context.answer(press, "press.out_of_date", alert=True)
    else:
        _choose_station(press, arguments[:-1], context)


def give_up(context: Context, _subject: str) -> None:
    """All stays as it was."""
    context.say("corrections/given_up", markup=keyboards.no_keyboard())


def _choices(context: Context) -> Keyboard:
    offered = [
        Correctable.NAME,
        Correctable.PHONE,
        *([Correctable.STATION] if _rides(context) and stations.count(context.transaction) else []),
    ]
    return [[Button(f"correct.{what}", f"correct:{what}")] for what in offered]


def _rides(context: Context) -> bool:
    """Only couriers, and those who want to be, ride for a station."""
    return Role.COURIER in context.actor.roles or context.actor.standing is Standing.PENDING


def _ask_name(press: Press, context: Context) -> None:
    asking.expect(context, NAME)
    context.edit_pressed(press, "corrections/ask_name", name=_name_now(context))


def _ask_phone(context: Context) -> None:
    """A message of its own: only that can bring the contact button."""
    asking.expect(context, PHONE)
    now = profile.of(context.actor, context)
    label = _rather_not(now)
    context.say(
        "corrections/ask_phone",
        markup=keyboards.ask_contact(context.language, label),
        phone=now.phone,
        rather_not=catalogue.label(context.language, label),
    )


def _ask_station(press: Press, shelf: Shelf, context: Context) -> None:
    if not _rides(context):
        context.answer(press, "correct_refused.no_station", alert=True)
        return
    version = corrections.version(context.transaction, context.actor.id)
    context.edit_pressed(
        press,
        "registration/ask_station",
        buttons=station_choice.keyboard(
            shelf,
            lambda chosen: f"correct_station:{version}:{chosen}",
            context.language,
            context.transaction,
        ),
    )


def _choose_station(press: Press, arguments: list[str], context: Context) -> None:
    match station_choice.read(arguments, context.transaction):
        case Shelf() as shelf:
            _ask_station(press, shelf, context)
        case Chosen(station):
            _set_station(press, None if station is None else station.id, context)
        case None:
            fallback.unknown_button(press, context)


def _rather_not(now: Profile) -> str:
    """The label of the button that leaves no number, or takes it away."""
    return "registration.skip_phone" if now.phone is None else "correct.remove_phone"


def _is_refused(message: Message, context: Context) -> bool:
    """They left after they were asked."""
    if may_correct(context):
        return False
    asking.settle(context)
    fallback.refuse_outsider(message, context)
    return True


def _name_now(context: Context) -> str:
    return profile.of(context.actor, context).name or context.actor.name


def _set_name(name: str, context: Context) -> None:
    before = _name_now(context)
    if name == before:
        context.say("corrections/unchanged", what=Correctable.NAME, value=name)
        return
    profile.set_name(name, context)
    context.say("corrections/changed", what=Correctable.NAME, before=before, after=name)


def _set_phone(phone: str | None, context: Context) -> None:
    asking.settle(context)
    before = profile.of(context.actor, context).phone
    markup = keyboards.no_keyboard()
    if phone == before:
        context.say("corrections/unchanged", markup=markup, what=Correctable.PHONE, value=phone)
        return
    profile.set_phone(phone, context)
    context.say("corrections/changed", markup=markup, what=Correctable.PHONE, before=before, after=phone)


def _set_station(press: Press, station: StationId | None, context: Context) -> None:
    before = profile.of(context.actor, context).station_id
    what = Correctable.STATION
    if station == before:
        context.edit_pressed(press, "corrections/unchanged", what=what, value=_called(station, context))
        return
    profile.set_station(station, context)
    context.edit_pressed(
        press,
        "corrections/changed",
        what=what,
        before=_called(before, context),
        after=_called(station, context),
    )


def _called(station: StationId | None, context: Context) -> str | None:
    found = None if station is None else stations.find(context.transaction, station)
    return None if found is None else found.name(context.language)
