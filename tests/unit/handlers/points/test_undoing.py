"""What was awarded by mistake is taken back, with a reason, once, by any coordinator, and never below zero."""

from __future__ import annotations

import pytest

from storage import awards, holds, open_questions
from tests.unit.handlers.points.awards import REASON, Rows, answer, balance, choose, give, transfers, undo
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    methods,
    shown,
    words,
)


def undo_buttons(rows: Rows) -> list[str]:
    return [one.data for one in shown(rows) if one.data.startswith("award_undo:")]


def test_what_was_given_by_mistake_is_taken_back_and_the_member_is_told(world: World) -> None:
    rows = undo(world, undo_buttons(give(world))[0])
    assert balance(world) == 0
    assert transfers(world) == 2
    assert "发错了，已经收回" in words(rows, COURIER)
    assert "为什么收回：发错了人" in words(rows, COURIER)
    assert "你现在有 0 分" in words(rows, COURIER)
    assert "刘敏" not in words(rows, COURIER)
    reversal = world.transaction.one("SELECT reverses, cause FROM transfers ORDER BY id DESC")
    assert reversal is not None
    assert tuple(reversal) == (1, "correction")


def test_taking_back_happens_once(world: World) -> None:
    data = undo_buttons(give(world))[0]
    undo(world, data)
    assert "已经收回了" in answer(world.press(OTHER_COORDINATOR, data))
    assert transfers(world) == 2


def test_another_coordinator_can_take_it_back_from_the_persons_card(world: World) -> None:
    give(world, 5)
    give(world, 2)
    asked = choose(world, by=OTHER_COORDINATOR)
    newest, oldest = undo_buttons(asked)
    undo(world, oldest, OTHER_COORDINATOR)
    assert balance(world) == 2
    assert undo_buttons(choose(world)) == [newest]
    assert awards.draft_of(world.transaction, world.member(OTHER_COORDINATOR).id) is None


def test_nobody_else_takes_points_back(world: World) -> None:
    data = undo_buttons(give(world))[0]
    assert "积分由协调员来发" in answer(world.press(OTHER_COURIER, data))
    assert balance(world) == 5


def test_nothing_is_taken_back_below_zero(world: World) -> None:
    data = undo_buttons(give(world))[0]
    holds.hold(world.transaction, world.member(COURIER).id, 1, "goods:1", "goods", "1", None, world.now)
    rows = world.press(COORDINATOR, data)
    assert "李强 现在的积分不到 5 分" in answer(rows)
    assert methods(rows) == ["answerCallbackQuery"]
    assert balance(world) == 4


def test_why_can_be_typed_and_is_told_and_kept_with_the_correction(world: World) -> None:
    world.press(COORDINATOR, undo_buttons(give(world))[0])
    assert "理由太短" in words(world.say(COORDINATOR, "错"))
    rows = world.say(COORDINATOR, "那天 <没有> 活动")
    assert balance(world) == 0
    assert "为什么收回：那天 &lt;没有&gt; 活动" in words(rows, COURIER)
    assert f"更正（那天 &lt;没有&gt; 活动）：奖励：{REASON}" in words(world.say(COURIER, "/points"))


def test_whoever_thinks_better_of_it_takes_nothing_back(world: World) -> None:
    asked = world.press(COORDINATOR, undo_buttons(give(world))[0])
    keep = next(one.data for one in shown(asked) if one.data.endswith(":keep"))
    rows = world.press(COORDINATOR, keep)
    assert "已给 <b>李强</b> +5 分" in words(rows)
    assert undo_buttons(rows)
    assert open_questions.find(world.transaction, world.member(COORDINATOR).id, world.now) is None
    world.press(COORDINATOR, undo_buttons(rows)[0])
    assert "不收回" in words(world.say(COORDINATOR, "/cancel"))
    assert balance(world) == 5


def test_words_that_come_too_late_take_nothing_back(world: World) -> None:
    data = undo_buttons(give(world))[0]
    world.press(COORDINATOR, data)
    undo(world, data, OTHER_COORDINATOR)
    assert "已经收回了" in words(world.say(COORDINATOR, "发错了人了"))
    assert transfers(world) == 2


@pytest.mark.parametrize("choice", ["other", "x", ""])
def test_a_reason_that_nobody_was_offered_takes_nothing_back(world: World, choice: str) -> None:
    data = undo_buttons(give(world))[0]
    world.press(COORDINATOR, f"{data}:{choice}")
    assert balance(world) == 5
