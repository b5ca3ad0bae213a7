"""What the courier is told about whom the report has reached is true, and in time."""

from __future__ import annotations

import pytest

from handlers.reports.receipts import Reach
from messages.catalogue import Language, text
from storage.outbox import OutboxRow
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    FAR_AWAY,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WORKER,
    World,
    button,
    collection,
    grid,
    methods,
    words,
)

NUMBER, GROUP = "WH-2026-000001", -1001


@pytest.fixture(params=Language)
def language(world: World, request: pytest.FixtureRequest) -> Language:
    """The courier's."""
    world.press(COURIER, f"language:{request.param}")
    return Language(request.param)


def card(rows: list[OutboxRow], to: int) -> OutboxRow:
    return next(row for row in rows if row.method == "sendPhoto" and row.chat_id == to)


def two_workers(world: World, **properties: object) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])
    properties = {**feature["properties"], **properties}  # type: ignore[dict-item]
    assert "faults" not in world.command(
        "import-grids", geojson=collection({**feature, "properties": properties})
    )


def reached(world: World, language: Language, *workers: int, **how: bool) -> str:
    reach = Reach([world.member(who) for who in workers], **{"in_group": False, "in_reserve": False, **how})
    return text(language, "reports/reached", {"number": NUMBER, "reach": reach})


def test_at_first_it_is_only_on_its_way(world: World, language: Language) -> None:
    said = words(submit(world), COURIER)
    assert {"zh": "正在送给网格员王秀英。", "en": "on its way to grid worker 王秀英."}[language] in said
    assert {"zh": "已送到", "en": "has reached"}[language] not in said


def test_when_the_card_has_arrived_the_courier_hears_with_whom_and_without_a_sound(
    world: World, language: Language
) -> None:
    rows = world.delivered(card(submit(world), WORKER))
    assert words(rows) == reached(world, language, WORKER)
    assert [(row.chat_id, row.parameters["disable_notification"]) for row in rows] == [(COURIER, True)]


@pytest.mark.parametrize(
    ("language_code", "said"), [("zh", "已送到网格员王秀英，"), ("en", "has reached grid worker 王秀英.")]
)
def test_the_words_name_the_grid_worker(world: World, language_code: str, said: str) -> None:
    world.press(COURIER, f"language:{language_code}")
    assert said in words(world.delivered(card(submit(world), WORKER)))


def test_the_second_worker_joins_the_same_message(world: World, language: Language) -> None:
    two_workers(world)
    rows = submit(world)
    first = world.delivered(card(rows, WORKER))
    second = world.delivered(card(rows, OTHER_WORKER))
    assert methods(second) == ["editMessageText"]
    assert second[0].parent == first[0].id
    assert words(second) == reached(world, language, WORKER, OTHER_WORKER)


def test_the_same_arrival_twice_is_told_once(world: World) -> None:
    arrived = card(submit(world), WORKER)
    world.delivered(arrived)
    assert world.delivered(arrived) == []


def test_a_worker_who_did_not_get_it_is_not_named(world: World, language: Language) -> None:
    two_workers(world)
    rows = submit(world)
    world.undelivered(card(rows, OTHER_WORKER))
    assert words(world.delivered(card(rows, WORKER))) == reached(world, language, WORKER, in_reserve=True)
    assert "周敏" not in reached(world, language, WORKER, in_reserve=True)


def test_when_no_worker_gets_it_the_courier_hears_that_the_coordinators_have_it(
    world: World, language: Language
) -> None:
    rows = world.undelivered(card(submit(world), WORKER))
    assert words(rows, COURIER) == ""
    rows = world.delivered(card(rows, COORDINATOR))
    assert words(rows, COURIER) == reached(world, language, in_reserve=True)
    assert {"zh": "网格员没有收到", "en": "did not reach the grid workers"}[language] in words(rows)


def test_what_no_grid_covers_reaches_the_coordinators(world: World, language: Language) -> None:
    rows = submit(world, FAR_AWAY)
    assert words(world.delivered(card(rows, COORDINATOR))) == reached(world, language)


@pytest.mark.parametrize("group_only", [True, False])
def test_a_group_is_named_when_it_has_it(world: World, language: Language, group_only: bool) -> None:
    two_workers(world, group=GROUP, group_only=group_only)
    rows = submit(world)
    assert words(world.delivered(card(rows, GROUP))) == reached(world, language, in_group=True)
    if not group_only:
        rows = world.delivered(card(rows, WORKER))
        assert words(rows) == reached(world, language, WORKER, in_group=True)


def test_once_somebody_has_it_in_hand_its_ways_are_of_no_interest(world: World) -> None:
    two_workers(world)
    rows = submit(world)
    world.press(WORKER, button(rows, "accept:"))
    assert world.delivered(card(rows, WORKER)) == []
    assert world.undelivered(card(rows, OTHER_WORKER)) == []


def test_when_nobody_can_be_reached_the_courier_is_told_and_nothing_else(world: World) -> None:
    rows = world.undelivered(card(submit(world), WORKER))
    world.undelivered(card(rows, COORDINATOR))
    said = words(world.undelivered(card(rows, OTHER_COORDINATOR)), COURIER)
    assert "联系不上" in said
