"""Coordinators look at the rules, switch them on and off, and ask where something would go."""

from __future__ import annotations

from typing import cast

import pytest

from handlers.routing.page import PER_PAGE
from storage import members, routing_rules
from storage.routing_rules import Off
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.world import (
    COORDINATOR,
    FAR_AWAY,
    OTHER_WORKER,
    WEST,
    WORKER,
    Spot,
    World,
    button,
    shown,
    words,
)

LEAKS = {
    "name": "夜里漏水",
    "categories": ["leak"],
    "grids": ["west"],
    "weekdays": ["fri"],
    "hours": "18:00-06:00",
    "person": OTHER_WORKER,
}
EVERYTHING = {"name": "都归群", "group": -5}


def rules(world: World, *listed: dict[str, object]) -> None:
    assert "faults" not in world.command("import-routing", rules=list(listed))


def explained(world: World, category: str, spot: Spot, at: str, language: str = "en") -> list[str]:
    place = f"{spot[0]},{spot[1]}"
    result = world.command("explain-route", category=category, place=place, at=at, language=language)
    return cast(list[str], result["lines"])


def off(world: World) -> list[Off | None]:
    return [rule.off for rule in routing_rules.all_rules(world.transaction)]


def test_the_list_says_what_each_rule_is_about(world: World) -> None:
    rules(world, LEAKS, EVERYTHING)
    text = words(world.say(COORDINATOR, "/rules"))
    assert "💧 漏水冒水 · west网格 · 周五 · 18:00–06:00 → 周敏" in text
    assert "所有上报 → 群 -5" in text


def test_without_rules_the_list_says_how_reports_go(world: World) -> None:
    assert "还没有规则" in words(world.say(COORDINATOR, "/rules"))


def test_a_long_list_has_pages(world: World) -> None:
    rules(world, *({**EVERYTHING, "name": f"第{n}"} for n in range(2 * PER_PAGE + 1)))
    second = world.press(COORDINATOR, button(world.say(COORDINATOR, "/rules"), "rules:1"))
    assert f"{PER_PAGE + 1}. 第{PER_PAGE}" in words(second)
    last = world.press(COORDINATOR, "rules:2")
    assert [one.data for one in shown(last) if one.data.startswith("rules:")] == ["rules:1"]
    assert "第0" in words(world.press(COORDINATOR, "rules:x"))


def test_a_rule_is_switched_off_and_on_and_twice_is_once(world: World) -> None:
    rules(world, EVERYTHING)
    switch = button(world.say(COORDINATOR, "/rules"), "rule:")
    rows = world.press(COORDINATOR, switch) + world.press(COORDINATOR, switch)
    assert off(world) == [Off.BY_HAND]
    assert "⏸ 停用：已停用" in words(rows)
    world.press(COORDINATOR, switch.replace(":off:", ":on:"))
    assert off(world) == [None]


def test_a_rule_that_leads_to_nobody_stays_off_and_why_is_said(world: World) -> None:
    rules(world, LEAKS)
    members.retire(world.transaction, world.member(OTHER_WORKER).id)
    world.tick("routing rules")
    on = button(world.say(COORDINATOR, "/rules"), "rule:")
    assert "不是在岗的网格员" in answer(world.press(COORDINATOR, on))
    assert off(world) == [Off.NO_WORKER]


def test_a_button_of_an_older_list_shows_the_new_one(world: World) -> None:
    rules(world, EVERYTHING)
    old = button(world.say(COORDINATOR, "/rules"), "rule:")
    rules(world, LEAKS)
    rows = world.press(COORDINATOR, old)
    assert "换过一批" in answer(rows)
    assert "夜里漏水" in words(rows)
    assert off(world) == [None]


@pytest.mark.parametrize("data", ["rule", "rule:x:on", "rule:1:sideways", "rule:1", "rule:99999999999:on"])
def test_a_forged_switch_changes_nothing(world: World, data: str) -> None:
    rules(world, EVERYTHING)
    world.press(COORDINATOR, data)
    assert off(world) == [None]


def test_where_something_would_go_is_told_for_a_category_and_a_place(world: World) -> None:
    rules(world, {**LEAKS, "weekdays": [1]}, {**EVERYTHING, "categories": ["road"]})
    asked = world.press(COORDINATOR, button(world.say(COORDINATOR, "/rules"), "where_goes"))
    world.press(COORDINATOR, button(asked, "where_goes:street_light"))
    text = words(world.location(COORDINATOR, WEST))
    assert "在west网格" in text
    assert "1. 夜里漏水：类别不同" in text
    assert "没有规则管这一件" in text
    assert "送给网格员：王秀英" in text


def test_cancel_ends_the_question_where(world: World) -> None:
    world.press(COORDINATOR, "where_goes:leak")
    assert "不问了" in words(world.say(COORDINATOR, "/cancel"))


def test_the_command_line_is_told_the_same(world: World) -> None:
    rules(world, LEAKS, {**EVERYTHING, "hours": "00:00-12:00"})
    assert explained(world, "leak", WEST, "2026-11-27 19:00") == [
        "📍 In west grid",
        "✅ 1. 夜里漏水: this one",
        "➡️ By the rule, to: 周敏",
    ]
    assert explained(world, "leak", WEST, "2026-11-25 19:00") == [
        "📍 In west grid",
        "✖️ 1. 夜里漏水: not on its days",
        "✖️ 2. 都归群: not within its hours",
        "No rule has this",
        "➡️ To the grid's workers: 王秀英",
    ]


def test_what_leads_to_nobody_is_explained(world: World) -> None:
    rules(world, EVERYTHING)
    world.membership(-5, "kicked")
    assert explained(world, "leak", FAR_AWAY, "2026-11-25 19:00", "zh") == [
        "📍 附近没有网格",
        "✖️ 1. 都归群：发不进这个群了",
        "没有规则管这一件",
        "这里没有在岗的网格员",
        "也没有替班的人",
        "➡️ 送给协调员：刘敏、赵军",
    ]


def test_the_answer_of_the_command_goes_with_whom_it_names(world: World) -> None:
    result = world.command("explain-route", category="leak", place="30.5,114.31")
    assert result["people"] == [WORKER]
    world.press(WORKER, button(world.say(WORKER, "/deleteme"), "erase:"))
    assert "王秀英" not in str([tuple(row) for row in world.transaction.all("SELECT result FROM inbox")])


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"category": "flood"}, "flood"),
        ({"place": "here"}, "here"),
        ({"place": "114.31,30.5"}, "114.31,30.5"),
        ({"at": "tomorrow"}, "tomorrow"),
    ],
)
def test_a_question_that_cannot_be_understood_is_answered_with_how_to_ask(
    world: World, wrong: dict[str, object], named: str
) -> None:
    asked: dict[str, object] = {"category": "leak", "place": "30.5,114.31", "at": "2026-11-25 19:00"}
    (fault,) = cast(list[str], world.command("explain-route", **{**asked, **wrong})["faults"])
    assert named in fault
