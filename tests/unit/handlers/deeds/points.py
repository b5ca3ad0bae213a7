"""Points: the buttons of the coordinator who awards some."""

from __future__ import annotations

from storage import awards
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COORDINATOR, COURIER, WORKER, World


def awarding(world: World) -> Rows:
    """The coordinator has said whom an award is for; what comes back asks how many."""
    world.say(COORDINATOR, "/award")
    return world.press(COORDINATOR, button(world.say(COORDINATOR, "李强"), "award_to:"))


def award_to_confirm(world: World) -> Rows:
    """Nothing is missing any more."""
    world.press(COORDINATOR, button(awarding(world), "award_points:"))
    return world.say(COORDINATOR, "帮社区送了宣传单")


def own_award(world: World, who: int) -> str:
    """An award that somebody is putting together themselves; what comes back stands for it."""
    recipient = world.member(COURIER if who == WORKER else WORKER).id
    made_by = world.member(who).id
    return awards.open_draft(world.transaction, made_by, recipient, f"own{who}", world.now).token


DEEDS = Deeds(
    buttons={
        "award_to": lambda world: world.say(COORDINATOR, "/award") and world.say(COORDINATOR, "李强"),
        "award_points": awarding,
        "award_give": award_to_confirm,
        "award_drop": award_to_confirm,
        "award_undo": lambda world: world.press(COORDINATOR, button(award_to_confirm(world), "award_give:")),
    },
    open={"points": "points", "award": "award"},
    answers={
        "award.who": lambda world, who: world.say(who, "王"),
        "award.points": lambda world, who: world.say(who, "5"),
        "award.reason": lambda world, who: world.say(who, "帮社区送了宣传单"),
    },
    subjects={"award.points": own_award, "award.reason": own_award},
    kept=("transfers", "awards"),
    refusals=("award_refused.",),
)
