"""Points: the buttons of the coordinator who awards some."""

from __future__ import annotations

from storage import awards
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.points import awards as points
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COORDINATOR, COURIER, OTHER_COORDINATOR, WORKER, World


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


def large_award(world: World, by: int) -> Rows:
    """An award that waits for another coordinator than its maker."""
    return world.press(by, button(points.fill(world, 50, by=by), "award_give:"))


def given_award(world: World, who: int) -> str:
    """An award that was given to somebody else, and is to be taken back."""
    points.give(world, 5, WORKER if who == COURIER else COURIER, OTHER_COORDINATOR)
    (award,) = world.transaction.all("SELECT token, version FROM awards WHERE state = 'given'")
    return f"{award['token']}:{award['version']}"


def listed_award(world: World) -> Rows:
    """What waits, as another coordinator is offered it."""
    large_award(world, OTHER_COORDINATOR)
    return world.say(COORDINATOR, "/award")


DEEDS = Deeds(
    buttons={
        "award_to": lambda world: world.say(COORDINATOR, "/award") and world.say(COORDINATOR, "李强"),
        "award_points": awarding,
        "award_give": award_to_confirm,
        "award_drop": award_to_confirm,
        "award_class": award_to_confirm,
        "award_pending": listed_award,
        "award_confirm": lambda world: large_award(world, OTHER_COORDINATOR),
        "award_decline": lambda world: large_award(world, OTHER_COORDINATOR),
        "award_withdraw": lambda world: large_award(world, COORDINATOR),
        "award_undo": lambda world: world.press(COORDINATOR, button(award_to_confirm(world), "award_give:")),
    },
    open={"points": "points", "award": "award", "point_rules": "point_rules"},
    answers={
        "award.who": lambda world, who: world.say(who, "王"),
        "award.points": lambda world, who: world.say(who, "5"),
        "award.reason": lambda world, who: world.say(who, "帮社区送了宣传单"),
        "award.why_undo": lambda world, who: world.say(who, "活动没有发生"),
        "point_rule.value": lambda world, who: world.say(who, "2"),
        "point_rule.day": lambda world, who: world.say(who, "后天"),
    },
    subjects={
        "award.points": own_award,
        "award.reason": own_award,
        "award.why_undo": given_award,
        "point_rule.value": lambda _world, _who: "report:1:points",
        "point_rule.day": lambda _world, _who: "report:1:points:2",
    },
    kept=("transfers", "awards", "award_cards", "point_rules"),
    refusals=("award_refused.",),
)
