"""Near a border the reporter says on which side it is: once, by a button, and nothing waits for it for long."""

from __future__ import annotations

from time import perf_counter

import pytest

from handlers.reports.grid_index import BORDER as HALF_A_ROAD
from handlers.reports.grid_index import GridIndex
from handlers.reports.sides import WAITS
from storage.grids import Grid, GridId
from storage.outbox import OutboxRow
from storage.reports import Place, Report, ReportState
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import (
    BORDER,
    COURIER,
    OTHER_WORKER,
    WEST,
    WORKER,
    Spot,
    World,
    button,
    category_button,
    only,
    shown,
    words,
)

METRE = 1 / 95_810  # degrees of longitude at 30.5° north
QUESTION = "两片交界"
JUST_EAST: Spot = (30.50, 114.32 + 10 * METRE)


def at_border(world: World, spot: Spot = BORDER) -> list[OutboxRow]:
    """Photo, place and category are there; the rows of the last press."""
    world.downloaded(only(world.photo(COURIER), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, spot), "leak"))


def report(world: World) -> Report:
    return world.all_reports()[-1]


def test_on_the_border_the_grids_are_offered_by_name(world: World) -> None:
    rows = at_border(world)
    assert QUESTION in words(rows, COURIER)
    assert {one.text for one in shown(rows)} == {"west网格", "east网格", "❔ 说不清"}
    assert report(world).state is ReportState.DRAFT


@pytest.mark.parametrize(("metres", "is_asked"), [(14, True), (-14, True), (16, False), (-16, False)])
def test_it_is_asked_within_half_a_road_of_the_border(world: World, metres: int, is_asked: bool) -> None:
    rows = at_border(world, (30.50, 114.32 + metres * METRE))
    assert (QUESTION in words(rows, COURIER)) == is_asked


@pytest.mark.parametrize(("side", "worker"), [("west", WORKER), ("east", OTHER_WORKER)])
def test_the_side_that_is_chosen_has_the_report(world: World, side: str, worker: int) -> None:
    rows = world.press(COURIER, category_button(at_border(world), side))
    assert report(world).grid_id == side
    assert [row.chat_id for row in rows if row.method == "sendPhoto"] == [worker]
    assert side in answer(rows)


def test_whoever_does_not_know_is_taken_to_be_where_the_place_is(world: World) -> None:
    rows = at_border(world, JUST_EAST)
    assert shown(rows)[0].text == "east网格"
    world.press(COURIER, category_button(rows, "?"))
    assert report(world).grid_id == "east"


def test_the_category_does_not_promise_to_be_the_last_question(world: World) -> None:
    world.photo(COURIER)
    assert "就发出去了" not in words(world.location(COURIER, BORDER))
    assert "就发出去了" in words(world.location(COURIER, WEST))


def test_a_place_sent_anew_is_asked_about_anew(world: World) -> None:
    rows = at_border(world)
    world.location(COURIER, WEST)
    assert report(world).grid_id == "west"
    assert "已经" in answer(world.press(COURIER, button(rows, "side:")))


def test_nothing_waits_for_the_answer_longer_than_ten_minutes(world: World) -> None:
    at_border(world, JUST_EAST)
    world.now += WAITS - 1
    assert world.tick("unsaid sides") == []
    world.now += 1
    world.tick("unsaid sides")
    assert (report(world).state, report(world).grid_id) == (ReportState.SUBMITTED, "east")


def test_where_one_rule_has_both_sides_nobody_is_asked(world: World) -> None:
    world.command("import-routing", rules=[{"name": "漏水", "categories": ["leak"], "person": WORKER}])
    at_border(world)
    assert report(world).state is ReportState.SUBMITTED


def test_a_rule_for_one_side_alone_makes_it_matter(world: World) -> None:
    rule = {"name": "东边", "grids": ["east"], "person": WORKER}
    world.command("import-routing", rules=[rule])
    rows = world.press(COURIER, category_button(at_border(world), "east"))
    assert [row.chat_id for row in rows if row.method == "sendPhoto"] == [WORKER]


def test_a_photo_that_is_still_being_stored_waits_after_the_question(world: World) -> None:
    photo = world.photo(COURIER)
    rows = world.press(COURIER, category_button(world.location(COURIER, BORDER), "leak"))
    assert QUESTION in words(rows)
    world.downloaded(only(photo, "getFile"))
    assert report(world).state is ReportState.DRAFT
    world.press(COURIER, category_button(rows, "west"))
    assert report(world).state is ReportState.SUBMITTED


@pytest.mark.parametrize("choice", ["nowhere", ""])
def test_a_side_that_was_not_offered_changes_nothing(world: World, choice: str) -> None:
    data = category_button(at_border(world), "west").removesuffix("west") + choice
    assert "失效" in answer(world.press(COURIER, data))
    assert report(world).side_grid_id is None


def test_looking_for_the_sides_takes_less_than_a_millisecond() -> None:
    def square(column: int, row: int) -> str:
        west, south = 114.0 + column / 100, 30.0 + row / 100
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01]]
        return f'{{"type": "Polygon", "coordinates": [{[*ring, ring[0]]}]}}'

    city = [Grid(GridId(f"{n:04}"), "", "", square(n % 40, n // 40)) for n in range(1600)]
    index = GridIndex(city)
    corner = Place(30.2, 114.2)
    assert len(index.sides_of(corner)) == 4
    best = min(_seconds(index, corner) for _ in range(20))
    assert best < 0.001
    assert HALF_A_ROAD == 15.0


def _seconds(index: GridIndex, place: Place) -> float:
    began = perf_counter()
    index.sides_of(place)
    return perf_counter() - began
