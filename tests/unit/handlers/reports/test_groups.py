"""A grid's group gets the card besides its workers, or in their place; only they may press there."""

from __future__ import annotations

import pytest

from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_WORKER,
    STRANGER,
    WORKER,
    World,
    button,
    collection,
    grid,
    methods,
    words,
)

GROUP = -1001


def give_group(world: World, **properties: object) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER])
    properties = {**feature["properties"], "group": GROUP, **properties}  # type: ignore[dict-item]
    imported = world.command("import-grids", geojson=collection({**feature, "properties": properties}))
    assert "faults" not in imported


def test_a_group_is_told_besides_the_worker(world: World) -> None:
    give_group(world)
    rows = submit(world)
    assert methods(rows, GROUP) == methods(rows, WORKER) == ["sendPhoto", "sendVenue"]


def test_a_group_can_be_told_in_place_of_the_worker(world: World) -> None:
    give_group(world, group_only=True)
    rows = submit(world)
    assert methods(rows, GROUP) == ["sendPhoto", "sendVenue"]
    assert methods(rows, WORKER) == []
    assert "群里，网格员王秀英会看到" in words(rows, COURIER)


@pytest.mark.parametrize(
    ("properties", "said"), [({}, "井盖问题"), ({"group_language": "en"}, "Manhole cover")]
)
def test_a_group_is_spoken_to_in_chinese_unless_it_chose_otherwise(
    world: World, properties: dict[str, object], said: str
) -> None:
    world.language_code = "en"
    give_group(world, **properties)
    assert said in words(submit(world), GROUP)


def test_the_buttons_of_a_group_go_on_speaking_its_language(world: World) -> None:
    give_group(world)
    submission = submit(world)
    world.press(WORKER, "language:en")
    rows = world.press(WORKER, button(submission, "return:"), chat_id=GROUP)
    assert {row.chat_id for row in rows} == {GROUP}
    assert "看不清" in str(rows[0].parameters["reply_markup"])


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (COORDINATOR, "归别的网格管"),
        (OTHER_WORKER, "归别的网格管"),
        (COURIER, "归别的网格管"),
        (STRANGER, "先加入队伍"),
    ],
)
@pytest.mark.parametrize("which", ["accept:", "return:"])
def test_in_a_group_only_its_grid_workers_may_press(world: World, who: int, refusal: str, which: str) -> None:
    give_group(world)
    data = button(submit(world), which)
    assert refusal in answer(world.press(who, data, chat_id=GROUP))
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_a_worker_accepts_in_the_group_and_every_card_says_so(world: World) -> None:
    give_group(world)
    rows = world.press(WORKER, button(submit(world), "accept:"), chat_id=GROUP)
    edited = {row.chat_id for row in rows if row.method == "editMessageCaption"}
    assert edited == {WORKER, GROUP}


def test_a_group_whose_grid_has_no_worker_is_not_told(world: World) -> None:
    give_group(world, workers=[])
    rows = submit(world)
    assert methods(rows, GROUP) == []
    assert methods(rows, COORDINATOR) == ["sendPhoto", "sendVenue"]


def test_a_group_that_has_become_another_chat_is_told_there(world: World) -> None:
    give_group(world)
    submission = submit(world)
    world.announce("moved", old=GROUP, new=GROUP - 1)
    rows = world.press(WORKER, button(submission, "accept:"), chat_id=GROUP - 1)
    assert {row.chat_id for row in rows if row.method == "editMessageCaption"} == {WORKER, GROUP - 1}
    world.now += 1
    assert methods(submit(world), GROUP - 1) == ["sendPhoto", "sendVenue"]
