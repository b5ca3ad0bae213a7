"""Rules: the coordinator's buttons on their list, and asking where something would go."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.world import COORDINATOR, OTHER_WORKER, WEST, World


def listed(world: World) -> Rows:
    """The list of one rule, with its buttons."""
    rule = {"name": "夜里漏水", "categories": ["leak"], "hours": "22:00-06:00", "person": OTHER_WORKER}
    world.command("import-routing", rules=[rule])
    return world.say(COORDINATOR, "/rules")


DEEDS = Deeds(
    buttons={"rule": listed},
    open={"rules": "rules", "where_goes": "where_goes:leak"},
    answers={"routing.place": lambda world, who: world.location(who, WEST)},
    subjects={"routing.place": lambda _world, _who: "leak"},
    kept=("routing_rules",),
)
