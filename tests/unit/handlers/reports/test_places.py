"""Places: plausible ones count, others are asked for again."""

from __future__ import annotations

import pytest

from storage.reports import Place
from tests.unit.handlers.world import COURIER, WEST, Spot, World, button, words

AT_SEA: Spot = (31.2, 122.6)


@pytest.mark.parametrize("spot", [AT_SEA, (0.0, 0.0), (-30.5, 114.3), (90.0, 180.0)])
@pytest.mark.parametrize(("language_code", "said"), [("zh-hans", "太远"), ("en", "far away")])
def test_a_place_at_sea_is_asked_for_again_and_the_draft_stays(
    world: World, spot: Spot, language_code: str, said: str
) -> None:
    world.press(COURIER, f"language:{language_code[:2]}")
    world.photo(COURIER)
    before = world.draft(COURIER)
    rows = world.location(COURIER, spot)
    assert said in words(rows)
    assert "request_location" in str(rows[0].parameters["reply_markup"])
    assert world.draft(COURIER) == before


def test_without_grids_every_place_is_plausible(empty_world: World) -> None:
    courier = {"user_id": COURIER, "name": "李强", "roles": ["courier"]}
    empty_world.command("import-people", people=[courier])
    empty_world.agree(COURIER)
    empty_world.location(COURIER, AT_SEA)
    draft = empty_world.draft(COURIER)
    assert draft is not None
    assert draft.place == Place(*AT_SEA)


def test_of_a_live_place_the_first_point_counts(world: World) -> None:
    live = {"latitude": WEST[0], "longitude": WEST[1], "live_period": 900}
    world.message(COURIER, {"location": live})
    assert world.message(COURIER, {"location": {**live, "latitude": 30.51}}, edits=1) == []
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.place == Place(*WEST)


@pytest.mark.parametrize("first", ["/report", "words"])
def test_a_place_sent_at_once_is_noted_and_the_photo_asked_for(world: World, first: str) -> None:
    if first == "/report":
        world.say(COURIER, "/report")
    else:
        world.press(COURIER, button(world.say(COURIER, "井盖坏了"), "describe:"))
    said = words(world.location(COURIER, WEST))
    assert "位置收到" in said
    assert "请发一张照片" in said


def test_a_second_place_at_once_is_noted_too(world: World) -> None:
    world.location(COURIER, WEST)
    assert "位置收到" in words(world.location(COURIER, WEST))
