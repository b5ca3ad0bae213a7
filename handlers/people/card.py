"""How somebody looks to a coordinator: facts, one to a line, and what can be done. Capabilities add theirs here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handlers import muted
from handlers.away import deputy_buttons
from handlers.context import Context
from handlers.events import Message, Press
from handlers.people import mute_buttons
from handlers.points import lifecycle as points
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import ledger, my_data
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
    """A button of the card. `data` is what pressing it says; there is none where that is None."""

    label: str
    data: Callable[[Member, Context], str | None]
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


def _muted(person: Person, context: Context) -> str | None:
    told = muted.told_to(person.member.id, context.language, context)
    if told is None:
        return None
    values = {"until": told.until, "why": told.why, "by": told.by or ""}
    return catalogue.label(context.language, "mute.on_card", values)


def _award_data(member: Member, context: Context) -> str | None:
    return None if points.objection(context.actor, member) else f"award_to:at:{member.id}"


FACTS = (
    Fact("people.fact_roles", _roles),
    Fact("people.fact_standing", _standing),
    Fact("people.fact_station", _station),
    Fact("people.fact_phone", lambda person, _context: person.profile.phone),
    Fact("people.fact_since", _since),
    Fact("people.fact_reports", lambda person, _context: person.profile.reports),
    Fact("people.fact_points", lambda person, context: ledger.balance(context.transaction, person.member.id)),
    Fact("people.fact_deputy", lambda person, context: deputy_buttons.deputy_of(person.member.id, context)),
    Fact("people.fact_away", lambda person, context: deputy_buttons.away_until(person.member.id, context)),
    Fact("people.fact_muted", _muted),
)

ACTS = (
    Act("menu.award", _award_data),
    Act("away.choose_deputy", deputy_buttons.data),
    Act("mute.mute", mute_buttons.mute_data),
    Act("mute.lift", mute_buttons.lift_data, style="success"),
)


def show(
    event: Message | Press | None, member: Member, context: Context, buttons: Keyboard | None = None
) -> None:
    """The card of somebody, in the message whose button was pressed, if one of their card was; else afresh.

    With its own buttons unless others are given.
    """
    person = Person(member, my_data.profile(context.transaction, member.id))
    context.show(
        event,
        "people/card",
        buttons=_buttons(member, context) if buttons is None else buttons,
        about=[
            member.id,
            *muted.named_by(member.id, context),
            *deputy_buttons.named(member.id, context),
        ],
        member=member,
        facts=_facts(person, context),
    )


def _facts(person: Person, context: Context) -> list[str]:
    values = ((fact.label, fact.value(person, context)) for fact in FACTS)
    return [
        catalogue.label(context.language, label, {"value": value})
        for label, value in values
        if value is not None
    ]


def _buttons(member: Member, context: Context) -> Keyboard:
    acts = ((act, act.data(member, context)) for act in ACTS)
    offered = [[Button(act.label, data, act.style)] for act, data in acts if data is not None]
    return [*offered, [Button("people.back", "people:back")]]
