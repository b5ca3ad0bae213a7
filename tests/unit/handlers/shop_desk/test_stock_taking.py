"""Counted pieces put the stock right with a reason; what is past its date is written off; low stock is said once."""

from __future__ import annotations

import pytest

from storage import goods, stock
from storage.stock import MoveKind, Stock
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    World,
    button,
    only,
    shown,
    words,
)


def test_a_number_that_agrees_changes_nothing(world: World) -> None:
    one = shopping.on_offer(world)
    rows = desk.count(world, one, 3)
    assert "和账上一样" in words(rows)
    assert not [one for one in shown(rows) if one.data.startswith("stock_set:")]


@pytest.mark.parametrize(("counted", "free"), [(1, 1), (0, 0), (5, 5)])
def test_another_number_is_put_right_with_a_reason(world: World, counted: int, free: int) -> None:
    one = shopping.on_offer(world)
    world.press(COORDINATOR, button(desk.count(world, one, counted), "stock_set:"))
    assert shopping.free(world, one) == free
    move = stock.moves(world.transaction, desk.newest_batch(world, one).id)[-1]
    assert (move.kind, move.actor) == (MoveKind.VARIANCE, world.member(COORDINATOR).id)
    assert move.reason is not None


def test_what_is_missing_is_missing_of_what_goes_out_first(world: World) -> None:
    one = shopping.on_offer(world, pieces=2)
    soon = shopping.given(world, one, 2, world.now + shopping.DAY)
    world.press(COORDINATOR, button(desk.count(world, one, 1), "stock_set:"))
    assert stock.get(world.transaction, soon.id).free == 0
    assert shopping.free(world, one) == 1


def test_pressed_twice_or_after_something_moved_it_counts_once(world: World) -> None:
    one = shopping.on_offer(world)
    put_right = button(desk.count(world, one, 1), "stock_set:")
    world.press(COORDINATOR, put_right)
    assert "刚刚变过" in desk.answer(world.press(OTHER_COORDINATOR, put_right))
    assert shopping.free(world, one) == 1


def test_less_than_what_is_kept_for_people_is_not_put_right(world: World) -> None:
    desk.lying(world)
    (one,) = goods.everything(world.transaction)
    rows = desk.count(world, one, 0)
    assert "留着的就有 1 件" in words(rows)
    forged = f"stock_set:{one.token}:0:9:lost"
    assert "留着的都不够" in desk.answer(world.press(COORDINATOR, forged))
    assert stock.of_goods(world.transaction, one.id, world.now) == Stock(free=8, held=1)


@pytest.mark.parametrize("typed", ["-1", "1.5", "三", "9" * 9])
def test_what_is_no_number_is_asked_for_again(world: World, typed: str) -> None:
    world.press(COORDINATOR, f"stock_count:{shopping.on_offer(world).token}")
    assert "再发一个整数" in words(world.say(COORDINATOR, typed))


def test_what_is_past_its_date_is_written_off_once(world: World) -> None:
    one = shopping.on_offer(world, best_before=world.now + 1)
    world.now += shopping.DAY
    page = desk.page(world, one)
    assert "过期 3" in words(page)
    listed = world.press(COORDINATOR, button(page, "stock_past:"))
    write_off = button(listed, "stock_off:")
    assert "没有过期的" in words(world.press(COORDINATOR, write_off))
    assert "刚刚变过" in desk.answer(world.press(OTHER_COORDINATOR, write_off))
    assert stock.of_goods(world.transaction, one.id, world.now) == Stock()


def test_what_is_still_good_is_not_written_off(world: World) -> None:
    one = shopping.on_offer(world, best_before=world.now + shopping.DAY)
    forged = f"stock_off:{desk.newest_batch(world, one).token}:3"
    assert "刚刚变过" in desk.answer(world.press(COORDINATOR, forged))
    assert shopping.free(world, one) == 3


def test_low_stock_is_said_once_for_each_fall(world: World) -> None:
    one = shopping.on_offer(world, pieces=9)
    assert world.tick("low stock") == []
    put_right = button(desk.count(world, one, 0), "stock_set:")
    world.press(COORDINATOR, put_right)
    rows = world.tick("low stock")
    assert {row.chat_id for row in rows} == {COORDINATOR, OTHER_COORDINATOR}
    assert "剩 0 件" in words(rows, COORDINATOR)
    assert world.tick("low stock") == []
    desk.received(world, one)
    assert world.tick("low stock") == []
    world.press(COORDINATOR, button(desk.count(world, one, 0), "stock_set:"))
    assert "剩 0 件" in words(world.tick("low stock"), COORDINATOR)


def test_the_list_shows_what_there_is_and_what_runs_low(world: World) -> None:
    shopping.on_offer(world, pieces=9)
    shopping.on_offer(world, name="雨衣", price=6, pieces=0)
    lines = words(world.say(COORDINATOR, "/stock")).splitlines()
    assert lines[1] == "🟢 保温杯 · 5 分 · 可换 9"
    assert lines[2] == "🟠 雨衣 · 6 分 · 可换 0"
    only(world.press(COURIER, "stock"), "answerCallbackQuery")
