"""Donations come in once, with their donor and their best before, and are undone while nobody has chosen of them."""

from __future__ import annotations

import pytest

from storage import stock
from storage.stock import Stock
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.world import COORDINATOR, COURIER, OTHER_COORDINATOR, World, button, words


def test_a_donation_is_said_seen_and_then_in_stock(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    preview = desk.new_gift(world, one)
    assert desk.DONOR in words(preview)
    assert stock.of_goods(world.transaction, one.id, world.now) == Stock()
    world.press(COORDINATOR, button(preview, "gift_confirm:"))
    batch = desk.newest_batch(world, one)
    assert (batch.gift.donor, batch.gift.quantity, batch.gift.best_before) == (desk.DONOR, 20, None)
    assert batch.received_by == world.member(COORDINATOR).id


def test_confirmed_twice_it_comes_in_once(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    confirm = button(desk.new_gift(world, one), "gift_confirm:")
    world.press(COORDINATOR, confirm)
    assert "已经确认过了" in desk.answer(world.press(COORDINATOR, confirm))
    assert shopping.free(world, one) == 20


def test_best_before_ends_with_its_day(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    world.press(COORDINATOR, f"gift_new:{one.token}")
    world.say(COORDINATOR, desk.DONOR)
    world.say(COORDINATOR, "20")
    preview = world.say(COORDINATOR, "2027年6月30日")
    assert "6月30日" in words(preview)
    world.press(COORDINATOR, button(preview, "gift_confirm:"))
    until = desk.newest_batch(world, one).gift.best_before
    assert until is not None
    local = world.context_of_message(COORDINATOR).local_time_of(until)
    assert f"{local:%Y-%m-%d %H:%M}" == "2027-07-01 00:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2020-01-01", "已经过去"), ("2099-01-01", "太远"), ("2027-02-30", "没有这一天"), ("以后", "没看懂")],
)
def test_a_day_that_cannot_be_is_answered_with_why(world: World, typed: str, said: str) -> None:
    world.press(COORDINATOR, f"gift_new:{shopping.on_offer(world).token}")
    world.say(COORDINATOR, desk.DONOR)
    world.say(COORDINATOR, "20")
    assert said in words(world.say(COORDINATOR, typed))


@pytest.mark.parametrize("typed", ["-1", "0", "1.5", "100000", "很多"])
def test_a_number_that_is_none_is_asked_for_again(world: World, typed: str) -> None:
    world.press(COORDINATOR, f"gift_new:{shopping.on_offer(world).token}")
    world.say(COORDINATOR, desk.DONOR)
    assert "再发一个整数" in words(world.say(COORDINATOR, typed))
    assert "保质期" in words(world.say(COORDINATOR, "20"))


def test_who_has_given_before_is_offered(world: World) -> None:
    one = shopping.on_offer(world)
    rows = world.press(COORDINATOR, f"gift_new:{one.token}")
    assert "多少件" in words(world.press(COORDINATOR, button(rows, "gift_set:")))


def test_a_mistake_is_undone_once_while_nobody_has_chosen_of_it(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    undo = button(desk.received(world, one), "gift_undo:")
    assert "已撤回" in desk.answer(world.press(OTHER_COORDINATOR, undo))
    assert shopping.free(world, one) == 0
    assert "不能再撤" in desk.answer(world.press(COORDINATOR, undo))


def test_once_somebody_has_chosen_of_it_it_stays(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    undo = button(desk.received(world, one), "gift_undo:")
    shopping.with_points(world)
    shopping.take(world, COURIER)
    assert "已经有人换了" in desk.answer(world.press(COORDINATOR, undo))
    assert shopping.free(world, one) == 19


def test_given_up_nothing_comes_in(world: World) -> None:
    one = shopping.on_offer(world, pieces=0)
    world.press(COORDINATOR, button(desk.new_gift(world, one), "gift_drop:"))
    assert "没有记下" in words(_cancelled(world, one.token))
    assert shopping.free(world, one) == 0


def _cancelled(world: World, token: str) -> desk.Rows:
    world.press(COORDINATOR, f"gift_new:{token}")
    return world.say(COORDINATOR, "/cancel")
