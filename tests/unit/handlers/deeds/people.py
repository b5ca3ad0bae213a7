"""People: the coordinator's buttons on somebody's card."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COORDINATOR, COURIER, World


def card(world: World) -> Rows:
    """The courier's, as a coordinator sees it."""
    return world.press(COORDINATOR, f"people:at:{world.member(COURIER).id}")


def muting(world: World) -> Rows:
    return world.press(COORDINATOR, button(card(world), "mute:"))


def muting_for_a_day(world: World) -> Rows:
    return world.press(COORDINATOR, button(muting(world), "mute_for:"))


def muted(world: World) -> Rows:
    """What comes back is the courier's card, on which they are muted."""
    return world.press(COORDINATOR, button(muting_for_a_day(world), "mute_because:"))


DEEDS = Deeds(
    buttons={
        "mute": card,
        "mute_for": muting,
        "mute_because": muting_for_a_day,
        "unmute": muted,
    },
    open={"people": "people"},
    answers={
        "finding.name": lambda world, who: world.say(who, "王"),
        "muting.reason": lambda world, who: world.say(who, "骂人"),
    },
    subjects={"muting.reason": lambda _world, _who: "1:0:7"},
    kept=("mutes",),
    refusals=("mute_refused.",),
)
