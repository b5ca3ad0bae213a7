"""Deferring: the buttons below the grid worker's card, and a day that is typed."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.deeds.reports import accepted
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import WORKER, World


def asked_why(world: World) -> Rows:
    return world.press(WORKER, button(accepted(world), "defer:"))


def asked_until(world: World) -> Rows:
    return world.press(WORKER, button(asked_why(world), "defer_for:"))


def to_be_deferred(world: World, _who: int) -> str:
    """What the question is about: an accepted report, and why."""
    return button(asked_until(world), "defer_until:").partition(":")[2].rpartition(":")[0]


DEEDS = Deeds(
    buttons={"defer": accepted, "defer_for": asked_why, "defer_until": asked_until},
    answers={"deferring.day": lambda world, who: world.say(who, "后天")},
    subjects={"deferring.day": to_be_deferred},
)
