"""People who want to join, for the tests of registration: what they press and send, step by step."""

from __future__ import annotations

import json

from storage import registrations
from storage.outbox import OutboxRow
from storage.registrations import Registration
from tests.unit.handlers.world import STRANGER, World, button

STATIONS: list[dict[str, object]] = [
    {"id": "mt-nanhu", "platform": "meituan", "name_zh": "美团南湖站", "name_en": "Meituan Nanhu"},
    {"id": "ele-nanhu", "platform": "eleme", "name_zh": "饿了么南湖站", "name_en": "Ele.me Nanhu"},
]
PHONE = "+8613800000000"
SKIP = "先不留电话"


def contact(world: World, who: int, *, of: int | None = None, **fields: object) -> list[OutboxRow]:
    """Somebody presses the contact button, or sends another's contact."""
    shared = {"phone_number": PHONE, "first_name": "x", "user_id": of or who}
    return world.message(who, {"contact": shared, **fields})


def agree(world: World, who: int = STRANGER, start: str = "/start") -> list[OutboxRow]:
    """Begin and agree; what comes back asks for the name."""
    return world.press(who, button(world.say(who, start), "join_agree:"))


def name(world: World, who: int = STRANGER, called: str = "汤姆") -> list[OutboxRow]:
    """Begin, agree and type a name; what comes back asks for the number."""
    agree(world, who)
    return world.say(who, called)


def phone(world: World, who: int = STRANGER) -> list[OutboxRow]:
    """All up to the number; what comes back asks for the station."""
    name(world, who)
    return contact(world, who)


def apply_to_join(world: World, who: int = STRANGER) -> list[OutboxRow]:
    """All questions answered; what comes back are the confirmation and the coordinators' cards."""
    return world.press(who, button(phone(world, who), "join_station:"))


def registration_of(world: World, who: int = STRANGER) -> Registration | None:
    """What somebody has answered, while it is not settled."""
    return registrations.unsettled_of(world.transaction, world.member(who).id)


def announced(world: World) -> list[str]:
    """What other capabilities have been told, by name."""
    return [json.loads(arrival.body)["name"] for arrival in world.announcements]
