"""How somebody looks to a coordinator: facts, one to a line, and what can be done. Capabilities add theirs here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Press
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import my_data
from storage.members import Member, Role
from storage.my_data import Profile


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a card is about, and what is kept about them."""

    member: Member
    profile: Profile


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the card: a label whose ``{value}`` is filled in; there is none where the value is None."""

    label: str
    value: Callable[[Person, Context], object | None]


@dataclass(frozen=True, slots=True)
class Act:
    """A button of the card. `data` is what pressing it says; it is offered where `is_offered` says so."""

    label: str
    data: Callable[[Person, Context], str]
    is_offered: Callable[[Person, Context], bool]
    style: str | None = None


def _roles(person: Person, context: Context) -> str | None:
    roles = [
        catalogue.label(context.language, f"role.{role}") for role in Role if role in person.member.roles
    ]
    return catalogue.label(context.language, "role.separator").join(roles) or None


def _standing(person: Person, context: Context) -> str:
    return catalogue.label(context.language, f"people.{person.member.standing}")


def _station(person: Person, context: Context) -> str | None:
    return None if person.profile.station is None else person.profile.station[context.language]


def _since(person: Person, context: Context) -> str:
    return context.local_time_of(person.profile.met_at).date().isoformat()


FACTS = (
    Fact("people.fact_roles", _roles),
    Fact("people.fact_standing", _standing),
    Fact("people.fact_station", _station),
    Fact("people.fact_phone", lambda person, _context: person.profile.phone),
    Fact("people.fact_since", _since),
    Fact("people.fact_reports", lambda person, _context: person.profile.reports),
)

ACTS: tuple[Act, ...] = ()


def show(press: Press, member: Member, context: Context) -> None:
    """The card of somebody, in the message whose button was pressed."""
    person = Person(member, my_data.profile(context.transaction, member.id))
    show_with(press, person, _buttons(person, context), context)


def show_with(press: Press, person: Person, buttons: Keyboard, context: Context) -> None:
    """The same, with other buttons below it."""
    context.edit_pressed(
        press, "people/card", buttons=buttons, member=person.member, facts=_facts(person, context)
    )


def _facts(person: Person, context: Context) -> list[str]:
    values = ((fact.label, fact.value(person, context)) for fact in FACTS)
    return [
        catalogue.label(context.language, label, {"value": value})
        for label, value in values
        if value is not None
    ]


def _buttons(person: Person, context: Context) -> Keyboard:
    acts = [
        [Button(act.label, act.data(person, context), act.style)]
        for act in ACTS
        if act.is_offered(person, context)
    ]
    return [*acts, [Button("people.back", "people:back")]]
