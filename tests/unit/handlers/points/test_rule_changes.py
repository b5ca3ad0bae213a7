"""Coordinators change what earns points, from a day to come; what was earned before is paid as it was."""

from __future__ import annotations

import pytest

from storage import point_rules
from storage.point_rules import Rule, Terms
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.points.awards import answer, balance
from tests.unit.handlers.points.test_caps import pay
from tests.unit.handlers.world import (
    COORDINATOR,
    OTHER_COORDINATOR,
    World,
    button,
    methods,
    shown,
    words,
)


def choose(world: World, item: str = "points", cause: str = "report", by: int = COORDINATOR) -> str:
    """What is to be changed; returns what is asked."""
    world.press(by, f"point_rules:of:{cause}")
    rows = world.press(by, f"point_rules:change:{cause}:{newest(world, cause).version}:{item}")
    return words(rows)


def newest(world: World, cause: str = "report") -> Rule:
    return point_rules.versions(world.transaction, cause)[0]


def confirm(world: World, said: str, by: int = COORDINATOR) -> str:
    """A value is typed, and that is what it is to be."""
    return words(world.press(by, button(world.say(by, said), "point_rules:set:")))


def test_the_page_says_every_rule_with_its_caps(world: World) -> None:
    rows = world.say(COORDINATOR, "/point_rules")
    said = words(rows)
    assert "随手拍被接单：+1（每天最多 5，每月最多 30）" in said
    assert "按培训写明的分数（没有上限）" in said
    changeable = [one.data for one in shown(rows)]
    assert "point_rules:of:report" in changeable
    assert "point_rules:of:award" not in changeable


def test_a_change_holds_from_tomorrow_and_leaves_today_alone(world: World) -> None:
    assert "改成每次几分" in choose(world)
    preview = world.say(COORDINATOR, "2")
    assert "从 <b>2026年9月22日</b> 零点起" in words(preview)
    assert "+1（每天最多 5" in words(preview)
    assert "+2（每天最多 5" in words(preview)
    said = words(world.press(COORDINATOR, button(preview, "point_rules:set:")))
    assert "🕒 2026年9月22日起：📷 随手拍被接单：+2" in said
    assert "第 1 版，最初的" in said
    assert "（刘敏）" in said
    pay(world, 1)
    assert balance(world) == 1
    world.now = next_time(world.now, 0)
    pay(world, 2)
    assert balance(world) == 3


def test_a_button_says_the_value_too_and_a_cap_can_be_lifted(world: World) -> None:
    world.press(COORDINATOR, "point_rules:of:report")
    asked = world.press(COORDINATOR, "point_rules:change:report:1:day")
    preview = world.press(COORDINATOR, next(one.data for one in shown(asked) if one.data.endswith(":none")))
    world.press(COORDINATOR, button(preview, "point_rules:set:"))
    assert newest(world).terms == Terms(1, None, 30)


def test_another_day_can_be_typed(world: World) -> None:
    choose(world, "month")
    preview = world.say(COORDINATOR, "60")
    asked = world.press(COORDINATOR, button(preview, "point_rules:from:"))
    assert "最早明天" in words(asked)
    for typed, said in (("今天", "最早从明天起"), ("哪天", "没看懂"), ("2月30日", "没有这一天")):
        assert said in words(world.say(COORDINATOR, typed))
    preview = world.say(COORDINATOR, "10月1日")
    assert "从 <b>2026年10月1日</b> 零点起" in words(preview)
    world.press(COORDINATOR, button(preview, "point_rules:set:"))
    assert newest(world).terms == Terms(1, 5, 60)


def test_a_change_keeps_what_was_changed_for_that_day_before_and_says_what_it_replaces(world: World) -> None:
    choose(world)
    confirm(world, "2")
    choose(world, "month")
    preview = world.say(COORDINATOR, "40")
    assert "+2（每天最多 5，每月最多 40）" in words(preview)
    later = world.press(COORDINATOR, button(preview, "point_rules:from:"))
    assert later
    world.press(COORDINATOR, button(world.say(COORDINATOR, "10月1日"), "point_rules:set:"))
    choose(world, "day")
    preview = world.say(COORDINATOR, "9")
    assert "已经排好的改动（2026年10月1日起）会被这一版取代" in words(preview)
    said = words(world.press(COORDINATOR, button(preview, "point_rules:set:")))
    assert said.count("🕒") == 1
    world.now += 30 * DAY
    in_force = point_rules.in_force(world.transaction, "report", world.now)
    assert in_force is not None
    assert in_force.terms == Terms(2, 9, 30)


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("points", "-1", "不能是负数"),
        ("points", "101", "最多 100"),
        ("points", "1.5", "没有小数"),
        ("points", "很多", "不是一个数字"),
        ("points", "6", "上限比一次的分数还少"),
        ("points", "1", "本来就是这个数"),
        ("day", "0", "上限不能是 0"),
        ("day", "9" * 4000, "最多 1000"),
        ("month", "1001", "最多 1000"),
    ],
)
def test_a_value_that_will_not_do_is_answered_and_the_question_stays(
    world: World, item: str, typed: str, said: str
) -> None:
    choose(world, item)
    assert said in words(world.say(COORDINATOR, typed))
    assert len(point_rules.versions(world.transaction, "report")) == 1
    confirm(world, "3")
    assert len(point_rules.versions(world.transaction, "report")) == 2


def test_nothing_is_paid_any_more_with_zero_and_nobody_is_told_to_earn_it(world: World) -> None:
    choose(world)
    confirm(world, "0")
    world.now += DAY
    pay(world, 1)
    assert balance(world) == 0


def test_two_who_change_it_at_once_do_not_overwrite_each_other(world: World) -> None:
    choose(world)
    preview = world.say(COORDINATOR, "2")
    choose(world, by=OTHER_COORDINATOR)
    confirm(world, "3", OTHER_COORDINATOR)
    assert "刚有人改过" in answer(world.press(COORDINATOR, button(preview, "point_rules:set:")))
    assert newest(world).terms.points == 3


def test_pressing_twice_changes_it_once(world: World) -> None:
    choose(world)
    data = button(world.say(COORDINATOR, "2"), "point_rules:set:")
    world.press(COORDINATOR, data)
    assert methods(world.press(COORDINATOR, data)) == ["answerCallbackQuery"]
    assert newest(world).version == 2


def test_a_preview_from_yesterday_is_shown_again_from_tomorrow_on(world: World) -> None:
    choose(world)
    data = button(world.say(COORDINATOR, "2"), "point_rules:set:")
    world.now += DAY
    rows = world.press(COORDINATOR, data)
    assert "已经开始了" in answer(rows)
    assert "2026年9月23日" in words(rows)
    assert newest(world).version == 1


def test_whoever_thinks_better_of_it_changes_nothing(world: World) -> None:
    choose(world)
    assert "规则没有变" in words(world.say(COORDINATOR, "/cancel"))
    choose(world)
    world.press(COORDINATOR, "point_rules:of:report")
    world.say(COORDINATOR, "5")
    assert newest(world).version == 1


@pytest.mark.parametrize(
    "data",
    [
        "of:award",
        "of:x",
        "change:report:1:x",
        "change:x:1:points",
        "to:report:1:points:-1",
        "to:report:1:points:101",
        "to:report:1:points:none",
        "to:report:1:day:0",
        "set:report:1:points:2",
        "set:report:1:points:2:20261399",
        "set:report:1:points:9:20261001",
        "set:award:1:day:5:20261001",
        "set:report:x:points:2:20261001",
    ],
)
def test_forged_buttons_change_nothing(world: World, data: str) -> None:
    assert methods(world.press(COORDINATOR, f"point_rules:{data}")) == ["answerCallbackQuery"]
    assert newest(world).version == 1
