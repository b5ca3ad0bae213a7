"""Handing out: by code or by QR code, once, to others than oneself, and undone for ten minutes."""

from __future__ import annotations

import pytest

from storage import goods, ledger, redemptions, stock
from storage.members import Role
from storage.redemptions import RedemptionState
from storage.stock import Stock
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    STRANGER,
    World,
    button,
    words,
)

MINUTE = 60 * 1000  # ms


def test_a_code_shows_what_and_for_whom_without_their_name(world: World) -> None:
    said = words(desk.type_code(world, desk.lying(world).code.lower()))
    number = world.member(COURIER).id
    assert shopping.NAME in said
    assert f"李*（尾号 {number % 100:02d}）" in said
    assert "李强" not in said


def test_one_press_hands_it_over_and_the_courier_is_told(world: World) -> None:
    rows = desk.handed_over(world)
    assert "交到你手里了" in words(rows, COURIER)
    (only_goods,) = goods.everything(world.transaction)
    assert stock.of_goods(world.transaction, only_goods.id, world.now) == Stock(free=8)
    standing = ledger.standing(world.transaction, world.member(COURIER).id, world.now)
    assert (standing.available, standing.held) == (shopping.POINTS - shopping.PRICE, 0)


def test_pressed_twice_at_once_one_counts_and_the_other_hears_by_whom_and_when(world: World) -> None:
    code = desk.lying(world).code
    first = button(desk.type_code(world, code), "pickup_give:")
    second = button(desk.type_code(world, code, OTHER_COORDINATOR), "pickup_give:")
    assert desk.answer(world.press(COORDINATOR, first)) == "已交货"
    refused = world.press(OTHER_COORDINATOR, second)
    assert "刘敏" in desk.answer(refused)
    assert "已经交过了" in desk.answer(refused)
    assert words(refused, COURIER) == ""


def test_the_link_of_the_qr_code_opens_it_for_a_coordinator(world: World) -> None:
    redemption = desk.lying(world)
    assert shopping.NAME in words(world.say(COORDINATOR, f"/start pickup_{redemption.token}"))


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, STRANGER])
def test_anybody_else_is_told_to_show_it_to_a_coordinator(world: World, who: int) -> None:
    said = words(world.say(who, f"/start pickup_{desk.lying(world).token}"))
    assert "协调员" in said
    assert shopping.NAME not in said


def test_nobody_hands_over_to_themselves(world: World) -> None:
    redemption = desk.lying(world)
    world.transaction.execute(
        "INSERT INTO member_roles (member_id, role) VALUES (:id, :role)",
        {"id": world.member(COURIER).id, "role": Role.COORDINATOR},
    )
    rows = desk.type_code(world, redemption.code, COURIER)
    assert "另一位协调员" in words(rows)
    pressed = world.press(COURIER, f"pickup_give:{redemption.token}:{redemption.version}")
    assert "另一位协调员" in desk.answer(pressed)
    assert redemptions.get(world.transaction, redemption.id).state is RedemptionState.HELD


@pytest.mark.parametrize(
    ("typed", "said"),
    [("222222", "没有这个取货码"), ("22222O", "没有 0、O、1、I、L"), ("2", "6 位")],
)
def test_what_is_no_code_is_answered_with_why(world: World, typed: str, said: str) -> None:
    assert said in words(desk.type_code(world, typed))


def test_what_was_cancelled_or_not_collected_in_time_says_so(world: World) -> None:
    cancelled = desk.lying(world)
    redemptions.cancel(world.transaction, cancelled, world.member(COURIER).id, world.now)
    assert "已经退了" in words(desk.type_code(world, cancelled.code))
    late = desk.lying(world)
    world.now = late.collect_by
    world.tick("pickups")
    assert "过期退回" in words(desk.type_code(world, late.code))


def test_a_slip_is_undone_within_ten_minutes_and_the_courier_told(world: World) -> None:
    undo = button(desk.handed_over(world), "pickup_undo:")
    world.now += 10 * MINUTE
    rows = world.press(OTHER_COORDINATOR, undo)
    assert "退给你" in words(rows, COURIER)
    assert shopping.available(world) == shopping.POINTS
    assert "已更正" in desk.answer(world.press(COORDINATOR, undo))


def test_what_was_undone_is_named_among_the_points(world: World) -> None:
    for _ in range(2):  # so that the numbers of redemptions and transfers are not the same by accident
        world.press(COORDINATOR, button(desk.handed_over(world), "pickup_undo:"))
    assert f"退回：{shopping.NAME} 交错了" in words(world.say(COURIER, "/points"))


def test_later_it_is_not_undone(world: World) -> None:
    undo = button(desk.handed_over(world), "pickup_undo:")
    world.now += 10 * MINUTE + 1
    assert "超过 10 分钟" in desk.answer(world.press(COORDINATOR, undo))
    assert shopping.available(world) == shopping.POINTS - shopping.PRICE


def test_the_next_code_can_be_typed_at_once(world: World) -> None:
    first, second = desk.lying(world), desk.lying(world, OTHER_COURIER)
    world.press(COORDINATOR, button(desk.type_code(world, first.code), "pickup_give:"))
    assert "张*" in words(world.say(COORDINATOR, second.code))


def test_what_is_handed_over_is_not_reminded_of(world: World) -> None:
    redemption = desk.lying(world)
    world.now = redemption.collect_by - shopping.DAY
    world.tick("pickups")
    world.press(COORDINATOR, button(desk.type_code(world, redemption.code), "pickup_give:"))
    reminder = redemptions.get(world.transaction, redemption.id).reminder
    row = world.transaction.one("SELECT state FROM outbox WHERE id = :id", {"id": reminder})
    assert row is not None
    assert row["state"] != "waiting"


def test_cancel_leaves_everything_as_it_is(world: World) -> None:
    world.say(COORDINATOR, "/pickup")
    assert "先不交货" in words(world.say(COORDINATOR, "/cancel"))
