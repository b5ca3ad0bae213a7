"""``/points``: balance, the last ten movements in plain words, and how to earn more."""

from __future__ import annotations

import pytest

from storage import ledger, lots
from tests.unit.handlers.points.awards import REASON, attend, give
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    PENDING,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)

HOUR = 3600 * 1000


def test_nothing_yet_is_said_kindly_with_what_to_do(world: World) -> None:
    said = words(world.say(COURIER, "/points"))
    assert "你有 0 分" in said
    assert "还没有记录" in said
    assert "/report" in said


@pytest.mark.parametrize(
    ("who", "hint"), [(STRANGER, "加入队伍以后"), (PENDING, "协调员通过"), (WORKER, "参加培训")]
)
def test_everybody_is_told_what_they_can_do_about_it(world: World, who: int, hint: str) -> None:
    said = words(world.say(who, "/points"))
    assert hint in said
    assert "随手拍" not in said


def test_whoever_is_not_on_the_team_can_begin_to_be(world: World) -> None:
    rows = world.say(STRANGER, "/points")
    assert "很容易" not in words(rows)
    assert "还没有记录" in words(rows)
    assert "先请你看一眼" in words(world.press(STRANGER, shown(rows)[0].data))


def test_points_that_expired_are_told_of(world: World) -> None:
    give(world, 5)
    member = world.member(COURIER).id
    (lot,) = lots.open_lots(world.transaction, member)
    ledger.expire(world.transaction, member, lot.expires_at, lot.expires_at)
    said = words(world.say(COURIER, "/points"))
    assert "你有 0 分" in said
    assert "<b>-5</b> 到期未用" in said


def test_movements_are_told_with_reason_and_time_the_newest_first(world: World) -> None:
    world.press(WORKER, button(submit(world), "accept:"))
    world.now += HOUR
    rows = give(world)
    world.now += HOUR
    world.press(OTHER_COORDINATOR, button(rows, "award_undo:"))
    said = words(world.say(COURIER, "/points"))
    lines = [line for line in said.splitlines() if " · " in line]
    assert "你有 1 分" in said
    assert [line.split(" · ")[0] for line in lines] == [
        f"<b>-5</b> 更正：奖励：{REASON}",
        f"<b>+5</b> 奖励：{REASON}",
        "<b>+1</b> 随手拍 WH-2026-000001 被接单",
    ]
    assert [line.split(" · ")[1] for line in lines] == [
        "9月22日 周二 00:13",
        "9月21日 周一 23:13",
        "9月21日 周一 22:13",
    ]


def test_in_english_too(world: World) -> None:
    world.press(COURIER, "language:en")
    world.press(WORKER, button(submit(world), "accept:"))
    said = words(world.say(COURIER, "/points"))
    assert "You have 1 point<" in said
    assert "Report WH-2026-000001 taken on · " in said


def test_ten_are_listed_and_more_are_counted(world: World) -> None:
    for _ in range(11):
        give(world, 2)
    said = words(world.say(COURIER, "/points"))
    assert said.count(" · ") == 10
    assert "你有 22 分" in said
    assert "只列出最近 10 笔" in said


def test_a_training_is_named_by_its_topic(world: World) -> None:
    training = coordinating.published(world, topic="心肺复苏")
    attend(world, training.id, 2)
    assert "参加培训“心肺复苏”" in words(world.say(COURIER, "/points"))


def test_ten_long_reasons_fit_into_one_message(world: World) -> None:
    for _ in range(10):
        world.say(COORDINATOR, "/award")
        world.press(COORDINATOR, f"award_to:at:{world.member(COURIER).id}")
        world.say(COORDINATOR, "100")
        world.press(COORDINATOR, button(world.say(COORDINATOR, "🎁" * 200), "award_give:"))
    said = words(world.say(COURIER, "/points"))
    assert len(said.encode("utf-16-le")) / 2 < 4096


def test_the_menu_leads_there_and_back_in_one_message(world: World) -> None:
    rows = world.press(COURIER, button(world.say(COURIER, "/start"), "points"))
    assert methods(rows) == ["editMessageText", "answerCallbackQuery"]
    assert [one.data for one in shown(rows)] == ["shop", "menu:start"]


def test_nobody_sees_what_others_have(world: World) -> None:
    give(world)
    assert "你有 0 分" in words(world.say(COORDINATOR, "/points"))
    assert words(world.say(COURIER, "/points", chat=-100)).count("分") == 0
