"""From a report's card a coordinator gets to whoever reported it, and nobody else does."""

from __future__ import annotations

import pytest

from storage import mutes
from tests.unit.handlers.duplicates.seeing import first, offered, see
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    FAR_AWAY,
    OTHER_WORKER,
    WORKER,
    World,
    button,
    methods,
    words,
)


def card(world: World, who: int) -> str:
    """The button of a coordinator's card; empty for whom there is none."""
    rows = world.press(who, f"show:{first(world).token}:{first(world).version}")
    return button(rows, "mute_reporter:") if "mute_reporter" in offered(rows) else ""


def test_a_coordinator_mutes_the_reporter_from_the_card(world: World) -> None:
    see(world)
    rows = world.press(COORDINATOR, card(world, COORDINATOR))
    assert "李强" in words(rows, COORDINATOR)
    assert "sendMessage" in methods(rows)  # the card is a photo, and stays
    lengths = button(rows, "mute_for:")
    world.press(COORDINATOR, button(world.press(COORDINATOR, lengths), "mute_because:"))
    assert mutes.in_force(world.transaction, world.member(COURIER).id, world.now) is not None


def test_a_grid_worker_is_offered_no_such_thing(world: World) -> None:
    see(world)
    assert card(world, WORKER) == ""


def test_a_coordinators_own_card_has_it_from_the_first(world: World) -> None:
    rows = see(world, spot=FAR_AWAY)
    to_coordinators = [row for row in rows if row.chat_id == COORDINATOR]
    assert "mute_reporter" in offered(to_coordinators)


@pytest.mark.parametrize("who", [COURIER, WORKER, OTHER_WORKER, ADMIN])
def test_nobody_else_learns_who_it_was(world: World, who: int) -> None:
    see(world)
    rows = world.press(who, f"mute_reporter:{first(world).token}:{first(world).version}")
    assert methods(rows) == ["answerCallbackQuery"]
    assert "李强" not in answer(rows)


def test_whoever_was_muted_already_is_said_to_be(world: World) -> None:
    see(world)
    data = card(world, COORDINATOR)
    rows = world.press(COORDINATOR, button(world.press(COORDINATOR, data), "mute_for:"))
    world.press(COORDINATOR, button(rows, "mute_because:"))
    assert "李强" in answer(world.press(COORDINATOR, data))


def test_a_reporter_who_was_erased_cannot_be_muted(world: World) -> None:
    see(world)
    world.press(COURIER, button(world.say(COURIER, "/deleteme"), "erase:"))
    rows = world.press(COORDINATOR, card(world, COORDINATOR))
    assert methods(rows) == ["answerCallbackQuery"]
