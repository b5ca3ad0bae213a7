"""Stations from a file: a wrong one is refused whole, with every fault named; importing again is harmless."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from storage import stations
from tests.unit.handlers.registration.applicants import STATIONS
from tests.unit.handlers.world import World

DEMO = Path(__file__).parents[4] / "bot" / "demo" / "stations.json"
GOOD: dict[str, object] = {"id": "good", "platform": "jd", "name_zh": "好站", "name_en": "Good"}


def test_stations_are_saved_however_often_they_are_imported(world: World) -> None:
    for _ in range(2):
        assert world.command("import-stations", stations=[GOOD]) == {"saved": 1, "others": len(STATIONS)}


def test_the_stations_of_the_demo_can_be_imported(empty_world: World) -> None:
    entries = json.loads(DEMO.read_text(encoding="utf-8"))["stations"]
    assert empty_world.command("import-stations", stations=entries) == {"saved": len(entries), "others": 0}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"id": "Big"}, "Big"),
        ({"id": "x" * 25}, "24"),
        ({"id": None}, "None"),
        ({"platform": "rocket"}, "rocket"),
        ({"platform": ["jd"]}, "jd"),
        ({"name_zh": " "}, "name_zh"),
        ({"name_en": "x" * 41}, "name_en"),
    ],
)
def test_each_fault_of_a_station_is_named(empty_world: World, wrong: dict[str, object], named: str) -> None:
    answer = empty_world.command("import-stations", stations=[GOOD, {**GOOD, "id": "other", **wrong}])
    (fault,) = cast(list[str], answer["faults"])
    assert "Station 2" in fault
    assert named in fault
    assert stations.count(empty_world.transaction) == 0


@pytest.mark.parametrize("wrong", [None, {}, "x", [5], [GOOD, GOOD]])
def test_a_file_of_another_shape_is_refused(empty_world: World, wrong: object) -> None:
    assert len(cast(list[str], empty_world.command("import-stations", stations=wrong)["faults"])) == 1
