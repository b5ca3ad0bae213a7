"""Whether it is really fixed: verdicts of those who reported it, and of a courier who rides by."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import NO_CONSENT, Deeds, Rows
from tests.unit.handlers.deeds.fixing import fixed
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import COURIER, WEST, World


def asked(world: World) -> Rows:
    """What the reporter of something fixed is asked: the reminder of it has the same buttons."""
    fixed(world)
    report = world.all_reports()[-1]
    reasons = world.press(COURIER, f"not_fixed:{report.token}:{report.version}")
    return world.press(COURIER, button(reasons, "fixed_or_not:"))


def reasons(world: World) -> Rows:
    return world.press(COURIER, button(asked(world), "not_fixed:"))


def reopened(world: World) -> Rows:
    return world.press(COURIER, button(reasons(world), "not_fixed_for:"))


def offered(world: World) -> Rows:
    """What somebody else has reported is offered to the courier, who has agreed to photos."""
    fixed(world)
    of_somebody_else(world)
    world.say(COURIER, "/nearby")
    return world.location(COURIER, WEST)


def of_somebody_else(world: World) -> None:
    """The report is of the courier who has not agreed to photos."""
    member = world.member(NO_CONSENT).id
    report = world.all_reports()[-1]
    world.transaction.execute(
        "UPDATE reports SET reporter_id = :member WHERE id = :id", {"member": member, "id": report.id}
    )


def of_a_fix(world: World, _who: int) -> str:
    fixed(world)
    return world.all_reports()[-1].token


def of_a_visit(world: World, _who: int) -> str:
    world.press(COURIER, button(offered(world), "look_at:"))
    return world.all_reports()[-1].token


DEEDS = Deeds(
    buttons={
        "is_fixed": asked,
        "not_fixed": asked,
        "not_fixed_for": reasons,
        "fixed_or_not": reasons,
        "no_photo": reopened,
        "look_at": offered,
        "ride_on": offered,
    },
    answers={
        "verification.words": lambda world, who: world.say(who, "还是松的"),
        "verification.photo": lambda world, who: world.photo(who, "found"),
        "verification.visit": lambda world, who: world.photo(who, "found"),
        "verification.place": lambda world, who: world.location(who, WEST),
    },
    subjects={
        "verification.words": of_a_fix,
        "verification.photo": of_a_fix,
        "verification.visit": of_a_visit,
    },
    kept=("report_verdicts", "verification_offers"),
    refusals=("verification/refused_",),
)
