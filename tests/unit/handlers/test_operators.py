"""Imports from the command line: a wrong file is refused whole, with every fault named; importing again is harmless."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from handlers.reports.grid_index import GridIndex
from handlers.reports.routing import is_plausible
from storage import grids
from storage.members import Role, Standing
from storage.reports import Place
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    PENDING,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    collection,
    grid,
)

DEMO = Path(__file__).parents[3] / "bot" / "demo"

BOWTIE = [[114.30, 30.49], [114.32, 30.51], [114.32, 30.49], [114.30, 30.51], [114.30, 30.49]]

SQUARE = [[114.40, 30.49], [114.42, 30.49], [114.42, 30.51], [114.40, 30.51], [114.40, 30.49]]
SWAPPED = [[30.49, 114.40], [30.49, 114.42], [30.51, 114.42], [30.51, 114.40], [30.49, 114.40]]


def faults(answer: Mapping[str, object]) -> list[str]:
    return cast(list[str], answer["faults"])


def demo(name: str) -> dict[str, object]:
    content: dict[str, object] = json.loads((DEMO / name).read_text(encoding="utf-8"))
    return content


def test_people_are_as_the_file_says_however_often_it_is_imported(empty_world: World) -> None:
    people = [{"user_id": 5, "name": " 李强 ", "roles": ["courier", "grid_worker"], "language": "en"}]
    assert empty_world.command("import-people", people=people) == {"added": 1, "updated": 0}
    assert empty_world.command("import-people", people=people) == {"added": 0, "updated": 1}
    member = empty_world.member(5)
    assert (member.name, member.standing, member.language) == ("李强", Standing.ACTIVE, "en")
    assert member.roles == {Role.COURIER, Role.GRID_WORKER}


def test_names_of_the_file_are_cleaned_like_any_other(empty_world: World) -> None:
    empty_world.command("import-people", people=[{"user_id": 5, "name": "\u202e李\n强"}])
    assert empty_world.member(5).name == "李 强"


def test_a_role_that_the_file_no_longer_gives_is_taken_away(world: World) -> None:
    world.command("import-people", people=[{"user_id": COURIER, "name": "李强", "roles": []}])
    assert world.member(COURIER).roles == frozenset()


def test_a_language_that_somebody_chose_outlives_an_import(world: World) -> None:
    world.press(COURIER, "language:en")
    world.command("import-people", people=[{"user_id": COURIER, "name": "李强", "language": None}])
    assert world.member(COURIER).language == "en"


def test_roles_come_into_force_when_somebody_becomes_active(world: World) -> None:
    assert world.member(PENDING).roles == frozenset()
    person = {"user_id": PENDING, "name": "陈晓", "standing": "active", "roles": ["courier"]}
    world.command("import-people", people=[person])
    assert world.member(PENDING).roles == {Role.COURIER}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"user_id": "5"}, "user_id"),
        ({"user_id": True}, "user_id"),
        ({"user_id": -5}, "user_id"),
        ({"name": " "}, "name"),
        ({"name": "\u200b\u200b"}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"standing": "asleep"}, "asleep"),
        ({"standing": ["active"]}, "active"),
        ({"language": "fr"}, "fr"),
        ({"roles": "courier"}, "roles"),
        ({"roles": ["king"]}, "king"),
        ({"roles": [["king"]]}, "king"),
    ],
)
def test_each_fault_of_a_person_is_named(empty_world: World, wrong: dict[str, object], named: str) -> None:
    good = {"user_id": 4, "name": "good"}
    answer = empty_world.command("import-people", people=[good, {"user_id": 5, "name": "x", **wrong}])
    (fault,) = faults(answer)
    assert "2" in fault
    assert named in fault
    assert empty_world.transaction.number("SELECT count(*) FROM members") == 0


@pytest.mark.parametrize("people", [None, {}, "x", [5], [None], [{"user_id": 5, "name": "a"}] * 2])
def test_a_file_of_another_shape_is_refused(empty_world: World, people: object) -> None:
    assert faults(empty_world.command("import-people", people=people))


def test_all_faults_are_named_at_once_and_in_the_language_asked_for(empty_world: World) -> None:
    people = [{"user_id": 0, "name": ""}, {}]
    english = faults(empty_world.command("import-people", people=people))
    chinese = faults(empty_world.command("import-people", people=people, language="zh"))
    assert len(english) == len(chinese) == 4
    assert "Person 1" in english[0]
    assert "第 1 个人" in chinese[0]


def test_grids_are_saved_however_often_they_are_imported(world: World) -> None:
    geojson = collection(grid("west", 114.30, 114.32, [WORKER, WORKER]))
    for _ in range(2):
        assert world.command("import-grids", geojson=geojson) == {"saved": 1, "others": 1}
    worker = world.member(WORKER).id
    assert grids.worker_ids(world.transaction, grids.GridId("west")) == [worker]


def changed(**properties: object) -> dict[str, object]:
    feature = grid("new", 114.40, 114.42, [])
    return {**feature, "properties": {**cast(dict[str, object], feature["properties"]), **properties}}


@pytest.mark.parametrize(
    ("feature", "named"),
    [
        (changed(id=""), "id"),
        (changed(name_zh=None), "name_zh"),
        (changed(name_en=5), "name_en"),
        (changed(id="a-name-that-is-longer-than-any-button"), "1 to 24"),
        (changed(id="南湖"), "1 to 24"),
        (changed(group=5), "group"),
        (changed(group="-5"), "group"),
        (changed(workers=[STRANGER]), str(STRANGER)),
        (changed(workers=[COURIER]), f"李强 ({COURIER}) is not an active grid worker"),
        (changed(workers=[COORDINATOR]), "not an active grid worker"),
        (changed(workers="x"), "x"),
        (changed(workers=[[1]]), "[1]"),
        ({**changed(), "geometry": None}, "outline"),
        ({**changed(), "geometry": {"type": "Point", "coordinates": WEST}}, "outline"),
        (changed(group_only=True), "group_only"),
        (changed(group=-5, group_only="yes"), "group_only"),
        (changed(group=-5, group_language="fr"), "fr"),
        (
            {**changed(), "geometry": {"type": "Polygon", "coordinates": [BOWTIE]}},
            "crosses itself near 114.31",
        ),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": [SQUARE[:-1]]}}, "not closed"),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": [SWAPPED]}}, "latitude first"),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": [[[0, 0]] * 4]}}, "outline"),
        ({**changed(), "geometry": {"type": "MultiPolygon", "coordinates": "x"}}, "outline"),
        ({**changed(), "geometry": {"type": "MultiPolygon", "coordinates": []}}, "outline"),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": []}}, "outline"),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": "x"}}, "outline"),
        ({**changed(), "geometry": {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}}, "outline"),
        ({**changed(), "geometry": {"type": "Polygon"}}, "outline"),
        (grid("far", 300, 301, []), "outline"),
    ],
)
def test_each_fault_of_a_grid_is_named(world: World, feature: dict[str, object], named: str) -> None:
    before = grids.version(world.transaction)
    good = grid("good", 114.50, 114.52, [])
    (fault,) = faults(world.command("import-grids", geojson=collection(good, feature)))
    assert "Grid 2" in fault
    assert named in fault
    assert grids.count(world.transaction) == 2
    assert grids.version(world.transaction) == before


@pytest.mark.parametrize(
    ("ring", "named"),
    [
        (SWAPPED[:-1], ["not closed", "latitude first"]),
        (BOWTIE[:-1], ["not closed", "crosses itself"]),
        ([[latitude, longitude] for longitude, latitude in BOWTIE[:-1]], ["not closed", "first", "crosses"]),
    ],
)
def test_all_faults_of_an_outline_are_named_at_once(
    world: World, ring: list[list[float]], named: list[str]
) -> None:
    feature = {**changed(), "geometry": {"type": "Polygon", "coordinates": [ring]}}
    found = faults(world.command("import-grids", geojson=collection(feature)))
    assert len(found) == len(named)
    for fault, part in zip(found, named, strict=True):
        assert part in fault


def test_a_grid_worker_who_has_left_answers_for_nothing(world: World) -> None:
    world.press(WORKER, button(world.say(WORKER, "/leave"), "leave:"))
    (fault,) = faults(world.command("import-grids", geojson=collection(changed(workers=[WORKER]))))
    assert str(WORKER) in fault


@pytest.mark.parametrize(
    ("language", "named"), [("en", "new overlaps west, which is stored"), ("zh", "new 和已经存着的 west")]
)
def test_a_grid_that_overlaps_one_already_stored_is_refused(world: World, language: str, named: str) -> None:
    before = grids.version(world.transaction)
    geojson = collection(grid("new", 114.31, 114.32, []))
    (fault,) = faults(world.command("import-grids", geojson=geojson, language=language))
    assert named in fault
    assert (grids.count(world.transaction), grids.version(world.transaction)) == (2, before)


def test_a_grid_that_the_file_moves_is_where_the_file_says(world: World) -> None:
    moved = collection(grid("west", 114.34, 114.36, []), grid("new", 114.30, 114.32, []))
    assert world.command("import-grids", geojson=moved) == {"saved": 2, "others": 1}


def test_stored_grids_that_overlap_each_other_are_not_the_files_fault(world: World) -> None:
    outline = json.dumps(grid("x", 114.31, 114.33, [])["geometry"])
    grids.save(world.transaction, grids.Grid(grids.GridId("old"), "旧", "old", outline), [])
    geojson = collection(grid("new", 114.40, 114.42, []))
    assert world.command("import-grids", geojson=geojson) == {"saved": 1, "others": 3}


def test_grids_that_overlap_are_refused_and_neighbours_are_not(world: World) -> None:
    overlapping = collection(grid("a", 114.40, 114.42, []), grid("b", 114.41, 114.43, []))
    (fault,) = faults(world.command("import-grids", geojson=overlapping))
    assert "a and b overlap" in fault
    adjoining = collection(grid("a", 114.40, 114.42, []), grid("b", 114.42, 114.43, []))
    assert "faults" not in world.command("import-grids", geojson=adjoining)


@pytest.mark.parametrize("geojson", [None, [], {}, {"features": None}, {"features": [5]}])
def test_a_file_that_is_no_collection_is_refused(world: World, geojson: object) -> None:
    assert len(faults(world.command("import-grids", geojson=geojson))) == 1


def test_a_grid_named_twice_is_refused(world: World) -> None:
    twice = collection(grid("a", 114.40, 114.42, []), grid("a", 114.42, 114.44, []))
    assert "more than once" in faults(world.command("import-grids", geojson=twice))[0]


def test_the_known_points_of_the_demo_lie_where_they_say(empty_world: World) -> None:
    empty_world.command("import-people", people=demo("people.json")["people"])
    empty_world.command("import-grids", geojson=demo("grids.geojson"))
    index = GridIndex(grids.all_grids(empty_world.transaction))
    points = cast(list[dict[str, Any]], demo("points.json")["points"])
    for point in points:
        place = Place(point["latitude"], point["longitude"])
        assert index.grid_at(place) == point["grid"]
        assert is_plausible(place, empty_world.transaction) == (point["where"] != "implausible")
    inside = [point["grid"] for point in points if point["where"] == "inside"]
    assert inside == [grid.id for grid in grids.all_grids(empty_world.transaction)]


def test_the_data_of_the_demo_can_be_imported(empty_world: World) -> None:
    assert empty_world.command("import-people", people=demo("people.json")["people"])["added"] == 9
    assert empty_world.command("import-grids", geojson=demo("grids.geojson")) == {"saved": 10, "others": 0}
    everyone = [
        grids.worker_ids(empty_world.transaction, one.id) for one in grids.all_grids(empty_world.transaction)
    ]
    assert all(everyone)
    index = GridIndex(grids.all_grids(empty_world.transaction))
    assert index.grid_at(Place(30.498, 114.326)) == "nanhu-02"


def test_status_counts(world: World) -> None:
    world.photo(COURIER)
    status = world.command("status")
    assert status["people"] == {"active": 6, "pending": 1}
    assert status["reports"] == {"draft": 1}
    assert status["grids"] == 2
    assert status["dead_letters"] == 0
    assert cast(Mapping[str, int], status["outbox"])["waiting"] == 2 + 2  # and a card at each coordinator's
