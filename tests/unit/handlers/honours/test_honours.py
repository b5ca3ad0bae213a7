"""Lists of honour: by nicknames, for whoever wants to; frozen when the period is over, and announced by a broadcast."""

from __future__ import annotations

import sqlite3
from datetime import datetime

import pytest

from handlers.honours import lists, nicknames
from handlers.honours.lists import When
from handlers.honours.nicknames import Fault
from storage import broadcasts, honours, members
from storage.honours import Figures, Kind
from storage.members import Standing
from tests.unit.handlers.clockwork import WUHAN, next_time
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points.awards import answer, fill, give, undo
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)

OCTOBER = int(datetime(2026, 10, 1, tzinfo=WUHAN).timestamp() * 1000)
SEPTEMBER = int(datetime(2026, 9, 1, tzinfo=WUHAN).timestamp() * 1000)
NEW_YEAR = int(datetime(2027, 1, 1, tzinfo=WUHAN).timestamp() * 1000)


def take_part(world: World, who: int, nickname: str) -> str:
    world.press(who, "honours:name")
    return words(world.say(who, nickname))


def page(world: World, who: int = COURIER, view: str = "month:now") -> str:
    return words(world.press(who, f"honours:{view}"))


def freeze(world: World, now: int = OCTOBER) -> str:
    world.now = now
    return words(world.tick("honours"), COORDINATOR)


def test_nobody_stands_in_a_list_who_has_not_chosen_to(world: World) -> None:
    give(world, 5)
    said = words(world.say(COURIER, "/honours"))
    assert "2026年9月 光荣榜" in said
    assert "1 人，1 人次，5 分" in said
    assert "还没有人上榜" in said
    assert "你：5 分，1 次</b>（只有你看得到）" in said
    assert "李强" not in said


def test_whoever_chooses_a_nickname_stands_there_by_points_and_ties_share_a_place(world: World) -> None:
    for who, nickname, points in ((COURIER, "蜂一", 5), (OTHER_COURIER, "蜂二", 5), (WORKER, "格子", 2)):
        give(world, points, who)
        assert f"你用“<b>{nickname}</b>”上榜" in take_part(world, who, nickname)
    said = page(world, WORKER)
    assert "1. 蜂一 · 5 分（1 次）\n1. 蜂二 · 5 分（1 次）\n3. 格子 · 2 分（1 次）" in said
    assert "你：第 3 名，2 分，1 次" in said
    assert "3 人，3 人次，12 分" in said


def test_honour_counts_too_and_what_was_taken_back_does_not(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    undo(world, button(give(world, 9), "award_undo:"))
    give(world, 5)
    honour = world.press(COORDINATOR, button(fill(world, 4), "award_class:"))
    world.press(COORDINATOR, button(honour, "award_give:"))
    assert "1. 蜂一 · 9 分（2 次）" in page(world)


def test_a_period_is_a_month_or_half_a_year_of_the_clocks_here() -> None:
    clock = datetime(2026, 7, 1, 0, 30, tzinfo=WUHAN)
    since = {
        (kind, when): datetime.fromtimestamp(lists.period_of(kind, when, clock).since / 1000, WUHAN)
        for kind in Kind
        for when in When
    }
    assert [f"{since[kind, when]:%Y-%m-%d %H:%M}" for kind in Kind for when in When] == [
        "2026-07-01 00:00",
        "2026-06-01 00:00",
        "2026-07-01 00:00",
        "2026-01-01 00:00",
    ]


def test_figures_are_frozen_once_when_the_period_is_over(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    rows = give(world, 5)
    told = freeze(world)
    assert "上个月的光荣榜已经定榜" in told
    assert freeze(world, OCTOBER + 1) == ""
    undo(world, button(rows, "award_undo:"))
    take_part(world, COURIER, "新名字")
    said = page(world, view="month:last")
    assert "2026年10月1日定榜" in said
    assert "1. 蜂一 · 5 分（1 次）" in said
    assert "新名字" not in said
    assert "还没有人上榜" in page(world)


def test_the_coordinators_are_told_by_day(world: World) -> None:
    give(world, 5)
    world.now = OCTOBER
    assert {row.due_at for row in world.tick("honours")} == {next_time(OCTOBER, 7)}


def test_nobody_is_told_of_a_list_of_nothing(world: World) -> None:
    assert freeze(world) == ""
    assert "0 人，0 人次" in page(world, view="month:last")


def test_half_a_year_has_a_list_of_its_own(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    assert "上半期" in freeze(world, NEW_YEAR)
    said = page(world, view="half_year:last")
    assert "2026年下半年 先“蜂”榜" in said
    assert "1. 蜂一 · 5 分" in said


def test_the_database_refuses_to_change_what_is_frozen(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    freeze(world)
    for statement in (
        "UPDATE honour_lists SET points = 9",
        "DELETE FROM honour_lists",
        "UPDATE honour_entries SET points = 9",
        "UPDATE honour_entries SET nickname = '别人'",
        "DELETE FROM honour_entries",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="frozen"):
            world.transaction.execute(statement)
    frozen = honours.find(world.transaction, Kind.MONTH, SEPTEMBER)
    assert frozen is not None
    assert frozen.figures == Figures(1, 1, 5)


def test_whoever_leaves_the_lists_is_a_dash_in_those_that_are_frozen(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    freeze(world)
    asked = world.press(COURIER, "honours:name")
    assert "现在是：蜂一" in words(asked)
    assert "不再有你" in answer(world.press(COURIER, button(asked, "honours:out")))
    assert "1. — · 5 分" in page(world, OTHER_COURIER, "month:last")
    give(world, 5)
    assert "还没有人上榜" in page(world, OTHER_COURIER)


def test_so_is_whoever_was_erased(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    freeze(world)
    erase(world, COURIER)
    assert "1. — · 5 分" in page(world, OTHER_COURIER, "month:last")
    assert "已经有人叫" not in take_part(world, OTHER_COURIER, "蜂一")


def test_whoever_is_not_on_the_team_stands_in_no_list(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    members.set_standing(world.transaction, world.member(COURIER).id, Standing.LEFT)
    assert "还没有人上榜" in page(world, OTHER_COURIER)
    assert "上榜" not in words(world.say(STRANGER, "/honours"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("\u200b", "没有看到能读的字"),
        ("好" * 17, "最多 16 个字"),
        ("蜂 139-1234-5678", "不要有电话"),
        ("蜂１２３４５", "不要有电话"),
        ("蜂 一", "已经有人叫"),
        ("张伟", "已经有人叫"),
    ],
)
def test_a_nickname_that_will_not_do_is_answered_and_can_be_typed_again(
    world: World, typed: str, said: str
) -> None:
    take_part(world, OTHER_COURIER, "蜂一")
    assert said in take_part(world, COURIER, typed)
    assert "上榜" in words(world.say(COURIER, "蜂三"))
    assert honours.nickname_of(world.transaction, world.member(COURIER).id) == "蜂三"


def test_what_looks_the_same_is_the_same() -> None:
    assert nicknames.folded("Ｂee 1") == nicknames.folded("bEE1")
    assert nicknames.read("  蜂\u202e一 ") == "蜂一"
    assert nicknames.read("1234") == "1234"
    assert nicknames.read("1 2 3 4 5") is Fault.NUMBER


def test_cancel_leaves_it_as_it_was(world: World) -> None:
    world.press(COURIER, "honours:name")
    assert "你不上榜" in words(world.say(COURIER, "/cancel"))
    take_part(world, COURIER, "蜂一")
    world.press(COURIER, "honours:name")
    assert "昵称还是“蜂一”" in words(world.say(COURIER, "/cancel"))


def test_ten_are_listed_and_more_are_counted(world: World) -> None:
    for number in range(12):
        member = members.add(
            world.transaction, "telegram", 40_000 + number, f"骑手{number}", "zh", world.now, Standing.ACTIVE
        )
        honours.choose(world.transaction, member.id, f"蜂{number:02}", f"蜂{number:02}", world.now)
        give(world, 1, 40_000 + number)
    said = page(world)
    assert said.count(" · 1 分") == 10
    assert "还有 2 人" in said


def test_a_coordinator_begins_a_broadcast_of_a_frozen_list(world: World) -> None:
    take_part(world, COURIER, "蜂一")
    give(world, 5)
    freeze(world)
    data = button(world.press(COORDINATOR, "honours:month:last"), "honours:announce:")
    rows = world.press(COORDINATOR, data, 777)
    assert methods(rows) == ["editMessageText", "sendMessage", "answerCallbackQuery"]
    assert "有异议请告诉协调员" in words(rows[:1])
    assert shown(rows[:1]) == []
    draft = broadcasts.draft_of(world.transaction, world.member(COORDINATOR).id)
    assert draft is not None
    assert draft.original == broadcasts.Original("telegram", COORDINATOR, 777)


def test_nobody_else_announces_and_nothing_that_can_change_is_announced(world: World) -> None:
    give(world, 5)
    assert "还没有定" in answer(world.press(COORDINATOR, "honours:announce:month"))
    freeze(world)
    assert "由协调员来公布" in answer(world.press(COURIER, "honours:announce:month"))
    assert "honours:announce:month" not in [
        one.data for one in shown(world.press(COURIER, "honours:month:last"))
    ]


@pytest.mark.parametrize("data", ["x", "month", "month:x", "week:now", "announce:x", "name:x"])
def test_a_button_that_was_never_there_is_answered(world: World, data: str) -> None:
    assert methods(world.press(COURIER, f"honours:{data}")) == ["answerCallbackQuery"]


def test_in_english_too(world: World) -> None:
    world.press(COURIER, "language:en")
    give(world, 5)
    assert "List of honour, September 2026" in words(world.say(COURIER, "/honours")).replace(
        "Sep ", "September "
    )
