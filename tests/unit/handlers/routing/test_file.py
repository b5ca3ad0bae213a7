"""The file of rules: a wrong one is refused whole, a right one replaces all there were; a dry run only compares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from storage import members, routing_rules
from storage.routing_rules import Hours
from tests.unit.handlers.world import COURIER, OTHER_WORKER, WORKER, World

DEMO = Path(__file__).parents[4] / "bot" / "demo"
NIGHT: dict[str, object] = {"name": "夜里", "hours": "18:00-06:00", "person": WORKER}
WEEKEND: dict[str, object] = {"name": "周末", "weekdays": ["sat", "Sunday", 7], "group": -5}


def faults(answer: Mapping[str, object]) -> list[str]:
    return cast(list[str], answer.get("faults", []))


def names(world: World) -> list[str]:
    return [rule.name for rule in routing_rules.all_rules(world.transaction)]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"categorys": ["leak"]}, "categorys"),
        ({"name": " "}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"categories": ["flood"]}, "flood"),
        ({"categories": "leak"}, "categories"),
        ({"categories": []}, "categories"),
        ({"grids": ["north"]}, "north"),
        ({"grids": [["west"]]}, "west"),
        ({"weekdays": [0]}, "0"),
        ({"weekdays": [8]}, "8"),
        ({"weekdays": [True]}, "True"),
        ({"weekdays": ["someday"]}, "someday"),
        ({"hours": "18-6"}, "18-6"),
        ({"hours": "18:00-18:00"}, "18:00-18:00"),
        ({"hours": "24:00-06:00"}, "24:00"),
        ({"hours": "18:00-24:30"}, "24:30"),
        ({"hours": 18}, "18"),
        ({"person": 5}, "5"),
        ({"person": COURIER}, "李强"),
        ({"person": None}, "person"),
        ({"group": -5}, "group"),
        ({"person": None, "group": 5}, "5"),
        ({"group_language": "fr"}, "fr"),
    ],
)
def test_each_fault_of_a_rule_is_named_and_nothing_changes(
    world: World, wrong: dict[str, object], named: str
) -> None:
    world.command("import-routing", rules=[WEEKEND])
    (fault,) = faults(world.command("import-routing", rules=[WEEKEND, {**NIGHT, **wrong}]))
    assert "Rule 2" in fault
    assert named in fault
    assert names(world) == ["周末"]


@pytest.mark.parametrize("rules", [None, {}, "x", [5], [None], [NIGHT, NIGHT], [NIGHT] * 201])
def test_a_file_of_another_shape_is_refused(world: World, rules: object) -> None:
    assert faults(world.command("import-routing", rules=rules))
    assert "规则" in faults(world.command("import-routing", rules=rules, language="zh"))[0]


def test_rules_are_read_and_replace_all_there_were(world: World) -> None:
    world.command("import-routing", rules=[NIGHT])
    world.command("import-routing", rules=[WEEKEND, {**NIGHT, "name": "后来"}])
    weekend, night = routing_rules.all_rules(world.transaction)
    assert (weekend.position, weekend.chat_id) == (1, -5)
    assert sorted(weekend.wanted.conditions.weekdays) == [6, 7]
    assert night.wanted.conditions.hours == Hours(18 * 60, 6 * 60)
    assert night.member_id == world.member(WORKER).id


def test_a_dry_run_says_what_would_change_and_changes_nothing(world: World) -> None:
    gone = {"name": "不要了", "person": OTHER_WORKER}
    world.command("import-routing", rules=[NIGHT, gone, WEEKEND])
    members.retire(world.transaction, world.member(WORKER).id)
    world.tick("routing rules")
    members.admit(
        world.transaction,
        world.member(WORKER).id,
        members.Profile(None, None, None),
        members.Role.GRID_WORKER,
    )
    wanted = [{**WEEKEND, "group": -6}, NIGHT, {"name": "新的", "person": OTHER_WORKER}]
    answer = world.command("import-routing", rules=wanted, dry_run=True)
    assert answer == {
        "dry_run": True,
        "rules": 3,
        "added": ["新的"],
        "changed": ["周末"],
        "removed": ["不要了"],
        "switched_on": ["夜里"],
        "reordered": True,
    }
    assert names(world) == ["夜里", "不要了", "周末"]
    world.command("import-routing", rules=wanted)
    assert names(world) == ["周末", "夜里", "新的"]
    assert not any(rule.off for rule in routing_rules.all_rules(world.transaction))


def test_the_demos_rules_are_right(empty_world: World) -> None:
    def demo(name: str) -> dict[str, object]:
        content: dict[str, object] = json.loads((DEMO / name).read_text(encoding="utf-8"))
        return content

    empty_world.command("import-people", **demo("people.json"))
    empty_world.command("import-grids", geojson=demo("grids.geojson"))
    assert empty_world.command("import-routing", **demo("routing.json"))["rules"] == 2
