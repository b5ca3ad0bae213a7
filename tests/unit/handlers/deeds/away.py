"""Being away: the grid worker's own page, whoever is asked to stand in, and the deputy on a card."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COORDINATOR, OTHER_WORKER, WORKER, World

LAST_DAY = "20261001"


def card(world: World) -> Rows:
    """The grid worker's, as a coordinator sees it."""
    return world.press(COORDINATOR, f"people:at:{world.member(WORKER).id}")


def asked_deputy(world: World) -> Rows:
    return world.press(COORDINATOR, button(card(world), "deputy:"))


def standing_in(world: World) -> Rows:
    """What the grid worker hears, who stands in for the other one."""
    return world.press(OTHER_WORKER, f"away_go:{LAST_DAY}:{world.member(WORKER).id}")


DEEDS = Deeds(
    buttons={"away_cannot": standing_in, "deputy": card, "deputy_is": asked_deputy},
    open={
        "away": "away",
        "away_until": "away_until:today",
        "away_who": f"away_who:{LAST_DAY}:0",
        "away_go": f"away_go:{LAST_DAY}:0",
        "back": "back",
    },
    answers={"going_away.day": lambda world, who: world.say(who, "后天")},
    kept=("absences", "declined_absences", "deputies"),
    refusals=("away_refused.",),
)
