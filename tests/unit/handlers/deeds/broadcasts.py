"""Broadcasts: the coordinator's buttons, and the one under a courier's copy."""

from __future__ import annotations

from storage import broadcasts
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import COORDINATOR, World


def long_list(world: World) -> Rows:
    """The first page of many names."""
    desk.more_couriers(world, 40)
    return world.press(COORDINATOR, button(desk.over(world), "send_names:"))


def sessions(world: World) -> Rows:
    """A training is announced; what comes back asks for which session's people it is."""
    coordinating.published(world)
    return desk.choose(world, desk.message(world), "send_audience", "signed_up")


def own_draft(world: World, who: int) -> str:
    """A broadcast that somebody is putting together themselves; what comes back stands for it."""
    return broadcasts.open_draft(world.transaction, world.member(who).id, f"own{who}", world.now).token


DEEDS = Deeds(
    buttons={
        "send_audience": desk.message,
        "send_station": lambda world: desk.choose(world, desk.message(world), "send_audience", "station"),
        "send_training": sessions,
        "send_timing": desk.audience,
        "send_at": desk.asked_for_a_time,
        "send_change": desk.preview,
        "send_discard": desk.preview,
        "send_confirm": desk.preview,
        "send_cancel": desk.launch,
        "send_refresh": desk.over,
        "send_names": desk.over,
        "send_page": long_list,
        "read": desk.launch,
    },
    open={"broadcast": "broadcast"},
    answers={
        "sending.message": lambda world, who: world.message(who, {"voice": {"file_id": "v"}}),
        "sending.time": lambda world, who: world.say(who, "后天 15:00"),
    },
    subjects={"sending.message": own_draft, "sending.time": own_draft},
    kept=("broadcasts", "broadcast_recipients"),
    refusals=("broadcast_refused.",),
)
