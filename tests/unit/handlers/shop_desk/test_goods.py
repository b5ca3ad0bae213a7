"""Goods are put together in a few answers, changed without touching what was chosen, and switched on and off."""

from __future__ import annotations

import pytest

from storage import goods, goods_drafts, redemptions
from storage.goods import Limit, Per
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


def test_goods_are_said_in_a_few_answers_and_seen_before_they_count(world: World) -> None:
    preview = desk.new_goods(world)
    assert "雨衣" in words(preview)
    assert goods.everything(world.transaction) == []
    world.press(COORDINATOR, button(preview, "goods_save:"))
    (made,) = goods.everything(world.transaction)
    assert (made.terms.name_zh, made.terms.name_en, made.terms.price) == ("雨衣", "Raincoat", 8)
    assert (made.terms.limit, made.terms.photo_sha256, made.terms.is_on) == (None, None, True)


def test_confirmed_twice_there_is_one(world: World) -> None:
    save = button(desk.new_goods(world), "goods_save:")
    world.press(COORDINATOR, save)
    assert "已经确认过了" in desk.answer(world.press(COORDINATOR, save))
    assert len(goods.everything(world.transaction)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-3", "负数"), ("0", "不能是 0"), ("2.5", "小数"), ("9" * 400, "太多"), ("八", "不是一个数字")],
)
def test_a_price_that_is_none_is_answered_and_costs_nothing(world: World, typed: str, said: str) -> None:
    world.press(COORDINATOR, "goods_new")
    world.say(COORDINATOR, "雨衣")
    world.say(COORDINATOR, "Raincoat")
    assert said in words(world.say(COORDINATOR, typed))
    assert "照片" in words(world.say(COORDINATOR, "８"))


@pytest.mark.parametrize("typed", ["长" * 41, "\u200b"])
def test_a_name_that_does_not_fit_is_asked_for_again(world: World, typed: str) -> None:
    world.press(COORDINATOR, "goods_new")
    assert "再发一次" in words(world.say(COORDINATOR, typed))
    assert "英文名" in words(world.say(COORDINATOR, "雨衣"))


def test_a_photo_comes_while_the_questions_go_on(world: World) -> None:
    world.press(COORDINATOR, "goods_new")
    for said in ("雨衣", "Raincoat", "8"):
        world.say(COORDINATOR, said)
    rows = world.photo(COORDINATOR)
    assert "每人最多" in words(rows)
    preview = world.say(COORDINATOR, "2")
    world.press(COORDINATOR, button(preview, "goods_save:"))
    world.downloaded(only(rows, "getFile"))
    (made,) = goods.everything(world.transaction)
    assert made.terms.photo_sha256 is not None
    assert made.terms.limit == Limit(2, Per.MONTH)


def test_a_photo_that_never_comes_is_said(world: World) -> None:
    world.press(COORDINATOR, "goods_new")
    for said in ("雨衣", "Raincoat", "8"):
        world.say(COORDINATOR, said)
    rows = world.photo(COORDINATOR)
    assert "照片没存下来" in words(world.download_failed(only(rows, "getFile"), "gone"))


def test_a_photo_that_never_comes_costs_nothing_of_the_old_one(world: World) -> None:
    one = shopping.on_offer(world, photo="old")
    preview = world.press(COORDINATOR, f"goods_revise:{one.token}")
    world.press(COORDINATOR, next(data for data in _asks(preview) if data.endswith(":photo")))
    rows = world.photo(COORDINATOR)
    world.press(COORDINATOR, button(rows, "goods_save:"))
    world.download_failed(only(rows, "getFile"), "gone")
    assert goods.get(world.transaction, one.id).terms.photo_sha256 == "old"


def test_words_in_place_of_a_photo_are_answered_with_the_question(world: World) -> None:
    world.press(COORDINATOR, "goods_new")
    for said in ("雨衣", "Raincoat", "8"):
        world.say(COORDINATOR, said)
    assert "发一张照片" in words(world.say(COORDINATOR, "没有"))


def test_a_change_of_the_price_leaves_what_was_chosen_as_it_was(world: World) -> None:
    redemption = desk.lying(world)
    (one,) = goods.everything(world.transaction)
    preview = world.press(COORDINATOR, f"goods_revise:{one.token}")
    world.press(COORDINATOR, next(data for data in _asks(preview) if data.endswith(":price")))
    world.press(COORDINATOR, button(world.say(COORDINATOR, "9"), "goods_save:"))
    changed = goods.get(world.transaction, one.id)
    assert (changed.terms.price, changed.terms.what_zh) == (9, one.terms.what_zh)
    assert redemptions.get(world.transaction, redemption.id).price == shopping.PRICE


def test_two_who_change_the_same_do_not_overwrite_each_other(world: World) -> None:
    one = shopping.on_offer(world)
    mine = world.press(COORDINATOR, f"goods_revise:{one.token}")
    theirs = world.press(OTHER_COORDINATOR, f"goods_revise:{one.token}")
    world.press(COORDINATOR, button(mine, "goods_save:"))
    assert "别人刚改过" in desk.answer(world.press(OTHER_COORDINATOR, button(theirs, "goods_save:")))


def test_a_draft_of_another_is_not_touched(world: World) -> None:
    save = button(desk.new_goods(world), "goods_save:")
    assert "别的协调员" in desk.answer(world.press(OTHER_COORDINATOR, save))


def test_a_draft_is_gone_on_with_after_cancel_and_a_restart(world: World) -> None:
    world.press(COORDINATOR, "goods_new")
    world.say(COORDINATOR, "雨衣")
    assert "草稿留着" in words(world.say(COORDINATOR, "/cancel"))
    world.restart()
    assert "英文名" in words(world.press(COORDINATOR, "goods_new"))


def test_given_up_nothing_is_there(world: World) -> None:
    world.press(COORDINATOR, button(desk.new_goods(world), "goods_drop:"))
    assert goods.everything(world.transaction) == []
    assert goods_drafts.draft_of(world.transaction, world.member(COORDINATOR).id) is None


def test_what_is_switched_off_is_not_offered_and_what_was_chosen_is_handed_out(world: World) -> None:
    redemption = desk.lying(world)
    (one,) = goods.everything(world.transaction)
    switch = button(desk.page(world, one), "stock_switch:")
    assert desk.answer(world.press(COORDINATOR, switch)) == "已下架"
    assert "刚刚改过" in desk.answer(world.press(OTHER_COORDINATOR, switch))
    assert all(shopping.NAME not in one.text for one in shown(world.say(COURIER, "/shop")))
    assert shopping.NAME in words(desk.type_code(world, redemption.code))


def _asks(rows: desk.Rows) -> list[str]:
    return [one.data for one in shown(rows) if one.data.startswith("goods_ask:")]
