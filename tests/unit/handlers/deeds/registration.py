"""Registration: the buttons of who is joining, of who decides about them, and of who leaves."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COORDINATOR, STRANGER, World

APPLICANT = 1010


def declining(world: World) -> Rows:
    card = applicants.apply_to_join(world, APPLICANT)
    return world.press(COORDINATOR, button(card, "decline:"))


DEEDS = Deeds(
    buttons={
        "join_agree": lambda world: world.say(STRANGER, "/start"),
        "join_disagree": lambda world: world.say(STRANGER, "/start"),
        "join_name": applicants.agree,
        "join_station": applicants.phone,
        "withdraw_joining": lambda world: applicants.agree(world) and world.say(STRANGER, "/consents"),
        "approve": lambda world: applicants.apply_to_join(world, APPLICANT),
        "decline": lambda world: applicants.apply_to_join(world, APPLICANT),
        "decline_because": declining,
        "reconsider": declining,
    },
    open={"consents": "consents", "leaving": "leaving", "waiting": "waiting"},
    of_oneself=frozenset({"withdraw_photos", "allow_photos", "leave"}),
    messages={"contact": applicants.contact},
    kept=("registrations", "consents", "member_roles"),
    refusals=("registration_refused.", "leaving/not_in"),
)
