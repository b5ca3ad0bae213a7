"""The file of deadlines: a wrong one is refused whole, a right one replaces what it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from storage import deadlines, working_times
from storage.deadlines import Allowance
from storage.reports import Category
from tests.unit.handlers.world import World

DEMO = Path(__file__).parents[4] / "bot" / "demo"
LEAK: dict[str, object] = {"categories": ["leak"], "accept": "30 min", "fix": "1 d"}


def faults(answer: Mapping[str, object]) -> list[str]:
    return cast(list[str], answer.get("faults", []))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ([], "JSON"),
        ({"hours": []}, "hours"),
        ({"working_hours": []}, "working_hours"),
        ({"working_hours": ["8-12"]}, "8-12"),
        ({"working_hours": ["22:00-06:00"]}, "22:00-06:00"),
        ({"working_hours": ["08:00-12:00", "11:00-13:00"]}, "overlap"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["someday"]}, "someday"),
        ({"weekdays": [True]}, "True"),
        ({"holidays": "2026-10-01"}, "holidays"),
        ({"holidays": ["1 October"]}, "1 October"),
        ({"workdays": [20261010]}, "20261010"),
        ({"holidays": ["2026-10-01"], "workdays": ["2026-10-01"]}, "2026-10-01"),
        ({"deadlines": {}}, "deadlines"),
        ({"deadlines": ["leak"]}, "Deadline 1"),
        ({"deadlines": [{**LEAK, "close": "1 h"}]}, "close"),
        ({"deadlines": [{**LEAK, "categories": []}]}, "categories"),
        ({"deadlines": [{**LEAK, "categories": ["flood"]}]}, "flood"),
        ({"deadlines": [{**LEAK, "accept": "soon"}]}, "soon"),
        ({"deadlines": [{**LEAK, "accept": "0 h"}]}, "0 h"),
        ({"deadlines": [{**LEAK, "fix": 3}]}, "3"),
        ({"deadlines": [{**LEAK, "fix": "61 d"}]}, "61 d"),
        ({"deadlines": [{"categories": ["leak"], "accept": "1 h"}]}, "fix"),
        ({"deadlines": [LEAK, LEAK]}, "leak"),
    ],
)
def test_each_fault_is_named_and_nothing_changes(world: World, wrong: object, named: str) -> None:
    world.command("import-deadlines", file={"deadlines": [LEAK]})
    before = working_times.read(world.transaction)
    found = faults(world.command("import-deadlines", file=wrong))
    assert [one for one in found if named in one]
    assert working_times.read(world.transaction) == before
    assert deadlines.count(world.transaction) == 1


def test_faults_are_told_in_chinese_when_asked(world: World) -> None:
    assert "JSON 对象" in faults(world.command("import-deadlines", file=3, language="zh"))[0]


def test_a_day_is_a_working_day_and_for_a_danger_a_whole_one(world: World) -> None:
    gas = {"categories": ["gas"], "accept": "10 min", "fix": "1 d"}
    answer = world.command(
        "import-deadlines", file={"deadlines": [LEAK, gas], "working_hours": ["14:00-18:00", "08:00-12:00"]}
    )
    assert answer["categories"] == 2
    assert deadlines.of(world.transaction, Category.LEAK) == Allowance(30, 8 * 60)
    assert deadlines.of(world.transaction, Category.GAS) == Allowance(10, 24 * 60)
    assert working_times.read(world.transaction).hours == ((480, 720), (840, 1080))


def test_what_a_file_leaves_out_stays_as_it_was(world: World) -> None:
    world.command("import-deadlines", file={"deadlines": [LEAK], "weekdays": ["mon", 6]})
    world.command("import-deadlines", file={"holidays": ["2026-10-01"], "workdays": ["2026-10-10"]})
    times = working_times.read(world.transaction)
    assert (times.weekdays, times.holidays, times.workdays) == ({1, 6}, {"2026-10-01"}, {"2026-10-10"})
    assert deadlines.count(world.transaction) == 1
    world.command("import-deadlines", file={"deadlines": [], "holidays": [], "workdays": []})
    assert deadlines.count(world.transaction) == 0
    assert not working_times.read(world.transaction).holidays


def test_the_example_can_be_imported(world: World) -> None:
    example = json.loads((DEMO / "deadlines.json").read_text("utf-8"))
    assert world.command("import-deadlines", file=example)["categories"] == 3
