"""Whether a courier is warned, and where they ride: a page of the settings."""

from __future__ import annotations

from handlers.hazards.wishes import GRIDS_PER_PAGE
from storage import riding_grids
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import COURIER, WEST, World, button, collection, grid, shown, words


def rides_in(world: World) -> frozenset[str]:
    return frozenset(riding_grids.of(world.transaction, world.member(COURIER).id))


def test_nobody_is_warned_who_has_not_asked_for_it(world: World) -> None:
    assert "骑行危险提醒：关" in words(world.say(COURIER, "/settings"))


def test_the_settings_lead_there_and_back(world: World) -> None:
    page = world.press(COURIER, button(world.say(COURIER, "/settings"), "hazards"))
    on = world.press(COURIER, button(page, "warn_me:"))
    assert "还没有选网格" in words(on)
    assert "骑行危险提醒：开" in words(world.press(COURIER, button(on, "settings")))


def test_the_grids_reported_from_are_ticked_to_begin_with(world: World) -> None:
    submit(world, WEST)
    world.press(COURIER, "warn_me:on")
    assert rides_in(world) == {"west"}


def test_a_choice_of_their_own_is_left_alone(world: World) -> None:
    submit(world, WEST)
    world.press(COURIER, "ride_in:yes:east")
    world.press(COURIER, "warn_me:on")
    assert rides_in(world) == {"east"}


def test_a_button_sets_and_pressed_twice_changes_nothing(world: World) -> None:
    for _ in range(2):
        page = world.press(COURIER, "ride_in:yes:east")
    world.press(COURIER, "warn_me:on")
    assert rides_in(world) == {"east"}
    page = world.press(COURIER, "hazards")
    off = button(page, "ride_in:no:")
    for _ in range(2):
        world.press(COURIER, off)
    assert rides_in(world) == frozenset()


def test_many_grids_have_pages(world: World) -> None:
    many = [grid(f"g{number:02}", 114.4 + number / 100, 114.405 + number / 100, []) for number in range(10)]
    world.command("import-grids", geojson=collection(*many))
    first = world.press(COURIER, "warn_me:on")
    assert sum(one.data.startswith("ride_in:") for one in shown(first)) == GRIDS_PER_PAGE
    second = world.press(COURIER, button(first, "hazards:"))
    assert sum(one.data.startswith("ride_in:") for one in shown(second)) == 4
    chosen = world.press(COURIER, button(second, "ride_in:"))
    assert sum(one.data.startswith("ride_in:") for one in shown(chosen)) == 4


def test_what_was_never_offered_is_refused(world: World) -> None:
    for data in ("ride_in:yes:nowhere", "ride_in:maybe:west", "warn_me:perhaps", "hazards:-1", "ride_in"):
        assert "失效" in str(world.press(COURIER, data)[0].parameters["text"])
    assert rides_in(world) == frozenset()
