"""My data: the courier's buttons, and what somebody corrects about themselves."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import COURIER

DEEDS = Deeds(
    buttons={
        "erase": lambda world: world.say(COURIER, "/deleteme"),
        "keep": lambda world: world.say(COURIER, "/deleteme"),
    },
    open={
        "deleteme": "deleteme",
        "correct": "correct",
        "correct_station": "correct_station:0:at:mt-nanhu",
    },
    answers={
        "correcting.name": lambda world, who: world.say(who, "欧阳锋"),
        "correcting.phone": applicants.contact,
    },
    kept=("corrections",),
    refusals=("correct_refused.",),
)
