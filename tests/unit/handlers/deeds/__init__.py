"""Every deed that has a route, done by somebody: each command, each kind of message, each button.

Each capability states its own. A button belongs to somebody: to the courier, the courier without consent, the stranger
who is registering, the applicant's coordinators, or the admin. Whoever else presses it has forged it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from handlers.route import ANY_COMMAND, AnswerRoute, CommandRoute, MessageRoute, PressRoute
from storage import consents, open_questions
from tests.unit.handlers.clockwork import HOUR
from tests.unit.handlers.deeds import (
    away,
    broadcasts,
    casebook,
    deferral,
    desk,
    dialogue,
    duplicates,
    fixing,
    general,
    handover,
    hazards,
    honours,
    invitations,
    my_reports,
    mydata,
    people,
    points,
    registration,
    reports,
    routing,
    shop,
    shop_desk,
    training,
    verification,
)
from tests.unit.handlers.deeds.capability import NO_CONSENT, Deeds, Rows
from tests.unit.handlers.deeds.invitations import inviting_to_many_grids
from tests.unit.handlers.deeds.reports import older_draft, report
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import World

__all__ = [
    "HOUR",
    "KEPT",
    "NO_CONSENT",
    "OPEN",
    "REFUSALS",
    "PersonalRoute",
    "Rows",
    "inviting_to_many_grids",
    "older_draft",
    "prepared",
    "report",
]

Stated = TypeVar("Stated")
PersonalRoute = CommandRoute | MessageRoute | AnswerRoute | PressRoute

CAPABILITIES: tuple[Deeds, ...] = (
    general.DEEDS,
    reports.DEEDS,
    duplicates.DEEDS,
    my_reports.DEEDS,
    casebook.DEEDS,
    hazards.DEEDS,
    dialogue.DEEDS,
    fixing.DEEDS,
    verification.DEEDS,
    registration.DEEDS,
    invitations.DEEDS,
    broadcasts.DEEDS,
    training.DEEDS,
    people.DEEDS,
    points.DEEDS,
    honours.DEEDS,
    shop.DEEDS,
    shop_desk.DEEDS,
    routing.DEEDS,
    mydata.DEEDS,
    handover.DEEDS,
    deferral.DEEDS,
    away.DEEDS,
    desk.DEEDS,
)


def gathered(named: Iterable[Mapping[str, Stated]]) -> Mapping[str, Stated]:
    """What the capabilities state, under one roof."""
    return {name: stated for capability in named for name, stated in capability.items()}


BUTTONS = gathered(deeds.buttons for deeds in CAPABILITIES)
OPEN = gathered(deeds.open for deeds in CAPABILITIES)
MESSAGES = gathered(deeds.messages for deeds in CAPABILITIES)
ANSWERS = gathered(deeds.answers for deeds in CAPABILITIES)
SUBJECTS = gathered(deeds.subjects for deeds in CAPABILITIES)
OF_ONESELF = frozenset(name for deeds in CAPABILITIES for name in deeds.of_oneself)
KEPT = tuple(table for deeds in CAPABILITIES for table in deeds.kept)
REFUSALS = tuple(prefix for deeds in CAPABILITIES for prefix in deeds.refusals)


def prepared(world: World, route: PersonalRoute, who: int) -> Callable[[], Rows]:
    """Set up what the deed is about; what is returned does it."""
    match route:
        case CommandRoute():
            command = "fly" if route.name == ANY_COMMAND else route.name
            return lambda: world.say(who, f"/{command}")
        case MessageRoute():
            return lambda: MESSAGES[route.name](world, who)
        case AnswerRoute():
            asked = world.member(who).id
            subject = SUBJECTS[route.name](world, who) if route.name in SUBJECTS else ""
            open_questions.ask(world.transaction, asked, route.name, subject, world.now)
            return lambda: ANSWERS[route.name](world, who)
        case PressRoute():
            data = _data(world, route.name, who)
            return lambda: world.press(who, data)


def _data(world: World, name: str, who: int) -> str:
    if name in OPEN:
        return OPEN[name]
    if name in OF_ONESELF:
        return f"{name}:{consents.version(world.transaction, world.member(who).id)}"
    return button(BUTTONS[name](world), f"{name}:")
