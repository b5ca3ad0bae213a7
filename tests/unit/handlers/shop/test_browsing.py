"""``/shop``: what there is, what somebody has, and whether it can be chosen now."""

from __future__ import annotations

import pytest

from handlers.shop.browsing import PER_PAGE
from storage import photos, shop_windows
from storage.goods import Limit, Per
from storage.shop_windows import Days
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    IMAGE,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    shown,
    words,
)


def labels(world: World, who: int = COURIER) -> list[str]:
    return [one.text for one in shown(world.say(who, "/shop"))]


def test_the_page_names_price_and_stock_and_what_somebody_has(world: World) -> None:
    shopping.on_offer(world)
    shopping.on_offer(world, name="雨衣", price=8, pieces=30)
    shopping.on_offer(world, name="头盔", price=9, pieces=0)
    shopping.with_points(world)
    rows = world.say(COURIER, "/shop")
    assert "<b>12</b> 分可用" in words(rows)
    assert "随时可以换" in words(rows)
    listed = [one.text for one in shown(rows)][:3]
    assert listed == ["保温杯 · 5 分 · 剩 3 件", "雨衣 · 8 分 · 充足", "头盔 · 9 分 · 换完了"]


def test_it_is_one_tap_from_points_and_stands_in_the_menu(world: World) -> None:
    assert "shop" in [one.data for one in shown(world.say(COURIER, "/points"))]
    assert "shop" in [one.data for one in shown(world.say(COURIER, "/start"))]
    assert "editMessageText" in methods(world.press(COURIER, "shop"))


def test_an_empty_shop_says_so(world: World) -> None:
    assert "还没有东西" in words(world.say(COURIER, "/shop"))


def test_points_on_hold_and_for_honour_are_told_apart(world: World) -> None:
    shopping.on_offer(world)
    shopping.with_points(world)
    shopping.with_points(world, 7, honour=True)
    shopping.taken(world)
    said = words(world.say(COURIER, "/shop"))
    assert "<b>7</b> 分可用，另有 5 分" in said
    assert "荣誉积分（7 分）只算荣誉" in said


@pytest.mark.parametrize(
    ("days", "said"), [(Days(1, 28), "到 <b>9月28日 周一</b>为止"), (Days(1, 10), "<b>10月1日 周四</b>开始")]
)
def test_the_window_is_told(world: World, days: Days, said: str) -> None:
    shopping.on_offer(world)
    shop_windows.change(world.transaction, days, None, world.now)
    assert said in words(world.say(COURIER, "/shop"))


def test_many_things_are_leafed_through_in_place(world: World) -> None:
    for number in range(PER_PAGE + 1):
        shopping.on_offer(world, name=f"东西{number}", price=number + 1)
    first = world.say(COURIER, "/shop")
    second = world.press(COURIER, button(first, "shop:1"))
    assert "editMessageText" in methods(second)
    assert [one.text for one in shown(second) if one.data.startswith("shop_item")] == [
        "东西8 · 9 分 · 剩 3 件"
    ]
    assert button(second, "shop:0")


def test_a_page_that_is_no_more_is_the_last_one(world: World) -> None:
    shopping.on_offer(world)
    assert "保温杯" in shown(world.press(COURIER, "shop:7"))[0].text


def test_a_card_has_the_photo_and_leads_back_with_a_message_of_its_own(world: World) -> None:
    sha256 = photos.add(world.transaction, IMAGE, 800, 600, world.now)
    shopping.on_offer(world, photo=sha256, limit=Limit(2, Per.MONTH))
    shopping.with_points(world)
    rows = shopping.item(world)
    assert "sendPhoto" in methods(rows)
    said = words(rows)
    assert "五百毫升" in said
    assert "每人每月最多 2 件，你已换 0 件" in said
    assert "sendMessage" in methods(world.press(COURIER, button(rows, "shop:new")))
    assert "sendMessage" in methods(world.press(COURIER, button(rows, "shop_ask:")))


def test_a_card_without_a_photo_stands_in_the_same_message(world: World) -> None:
    shopping.on_offer(world)
    assert "editMessageText" in methods(shopping.item(world))


def test_what_cannot_be_had_says_why_and_has_no_button(world: World) -> None:
    shopping.on_offer(world)
    rows = shopping.item(world)
    assert "还差 5 分" in words(rows)
    assert [one.data for one in shown(rows)] == ["shop"]


@pytest.mark.parametrize("who", [WORKER, COORDINATOR])
def test_others_on_the_team_may_look(world: World, who: int) -> None:
    shopping.on_offer(world)
    assert labels(world, who)[0].startswith("保温杯")
    assert "给在队骑手" in words(shopping.item(world, who))


def test_strangers_are_told_to_join(world: World) -> None:
    shopping.on_offer(world)
    assert "博爱小站" not in words(world.say(STRANGER, "/shop"))


def test_english_is_spoken_too(world: World) -> None:
    world.press(COURIER, "language:en")
    shopping.on_offer(world)
    rows = world.say(COURIER, "/shop")
    assert "Open at any time" in words(rows)
    assert shown(rows)[0].text == "Thermos · 5 · 3 left"
