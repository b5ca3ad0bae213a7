"""Buttons that speak of a mute: ``action:member:version``, and how they are read and refused.

A member's number opens nothing by itself: whoever presses must be a coordinator or an admin, and what is done is
decided anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers import muted
from handlers.context import Context
from handlers.people.mute_lifecycle import DAYS, Heard, MuteAction, Refusal, decide
from messages import catalogue
from messages.keyboards import Button, Keyboard
from storage import members, mutes, people
from storage.members import Member, MemberId, Role
from storage.mutes import MuteReason


@dataclass(frozen=True, slots=True)
class Asked:
    """What a button or a question claims to be about: somebody, the version it was made for, and what follows."""

    about: Heard
    version: int
    rest: Sequence[str]


def heard(member: Member, context: Context) -> Heard:
    """Somebody as the rules want to see them: with the roles of the settings, and the mute they are under."""
    if member.user_id in context.surroundings.admins:
        member = replace(member, roles=member.roles | {Role.ADMIN})
    return Heard(
        member,
        mutes.in_force(context.transaction, member.id, context.now),
        mutes.version(context.transaction, member.id),
    )


def read(arguments: Sequence[str], context: Context) -> Asked | None:
    """What the arguments of a button say; None when that is nobody who can be found."""
    number, version, *rest = [*arguments, "", ""]
    if not (_is_number(number) and _is_number(version)):
        return None
    found = people.find_by_number(context.transaction, int(number))
    if found is None:
        return None
    member = members.get(context.transaction, found.id)
    return Asked(heard(member, context), int(version), rest)


def days_in(arguments: Sequence[str]) -> int | None:
    """For how many days; None for what nobody was offered."""
    return next((days for days in DAYS if list(arguments[:1]) == [str(days)]), None)


def named(about: Heard) -> list[MemberId]:
    """Whom the words of a refusal name."""
    return [about.member.id, *([] if about.mute is None else [about.mute.muted_by])]


def refusal_values(about: Heard, context: Context) -> Mapping[str, str]:
    """What the words of a refusal name."""
    told = None if about.mute is None else muted.told(about.mute, context.language, context)
    return {
        "name": about.member.name,
        "until": "" if told is None else told.until,
        "by": "" if told is None else told.by or "",
    }


def refused(refusal: Refusal, about: Heard, context: Context) -> str:
    """A refusal in words."""
    values = refusal_values(about, context)
    return catalogue.label(context.language, f"mute_refused.{refusal}", values)


def mute_data(member: Member, context: Context) -> str | None:
    """The button that begins a mute; None where nobody may be muted."""
    return _data_of(MuteAction.MUTE, "mute", member, context)


def lift_data(member: Member, context: Context) -> str | None:
    """The button that ends a mute; None where there is none to end."""
    return _data_of(MuteAction.LIFT, "unmute", member, context)


def lengths(about: Heard) -> Keyboard:
    """Until when, and a way back."""
    choices = [[Button(f"mute.days_{days}", _data("mute_for", about, str(days)))] for days in DAYS]
    return [*choices, _back(about)]


def reasons(about: Heard, days: int) -> Keyboard:
    """Why, one below the other, and a way back."""
    choices = [
        [Button(f"mute_reason.{reason}", _data("mute_because", about, str(days), reason))]
        for reason in MuteReason
        if reason is not MuteReason.OTHER
    ]
    typed = [Button("mute.type_reason", _data("mute_because", about, str(days), MuteReason.OTHER))]
    return [*choices, typed, _back(about)]


def back(about: Heard) -> Keyboard:
    """Only the way back to the card."""
    return [_back(about)]


def _back(about: Heard) -> list[Button]:
    return [Button("menu.back", f"people:at:{about.member.id}")]


def _data_of(action: MuteAction, prefix: str, member: Member, context: Context) -> str | None:
    about = heard(member, context)
    refused = isinstance(decide(about, action, context.actor), Refusal)
    return None if refused else _data(prefix, about)


def _data(prefix: str, about: Heard, *chosen: str) -> str:
    return ":".join([prefix, str(about.member.id), str(about.version), *chosen])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
