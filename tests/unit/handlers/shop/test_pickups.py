"""What lies in the shop for somebody: the code once more, giving it up, being reminded, and coming too late."""

from __future__ import annotations

import pytest

from storage import lots, my_data, outbox, redemptions
from storage.redemptions import RedemptionState
from tests.unit.handlers.clockwork import next_time
from tests.unit.handlers.points import awards
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop.shopping import DAY
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    World,
    button,
    methods,
    shown,
    words,
)


@pytest.fixture
def filled(world: World) -> World:
    """Something in the shop, and a courier with points."""
    shopping.on_offer(world)
    shopping.with_points(world)
    return world


def drop(world: World) -> list[str]:
    rows = world.press(COURIER, "shop_mine")
    rows = world.press(COURIER, button(rows, "shop_code:"))
    rows = world.press(COURIER, button(rows, "shop_drop:"))
    rows = world.press(COURIER, button(rows, "shop_cancel:"))
    return [words(rows), awards.answer(rows)]


def test_the_list_has_every_code_and_leads_to_each(filled: World) -> None:
    redemption = shopping.taken(filled)
    rows = filled.press(COURIER, button(filled.say(COURIER, "/shop"), "shop_mine"))
    assert f"保温杯 · <code>{redemption.code}</code> · 留到 10月5日 周一" in words(rows)
    rows = filled.press(COURIER, button(rows, "shop_code:"))
    assert redemption.code in words(rows)
    assert "sendPhoto" in methods(rows)


def test_without_any_it_says_so(filled: World) -> None:
    assert "没有等你取的东西" in words(filled.press(COURIER, "shop_mine"))


def test_giving_it_up_brings_points_and_piece_back(filled: World) -> None:
    redemption = shopping.taken(filled)
    member = filled.member(COURIER).id
    before = lots.open_lots(filled.transaction, member)
    said, answered = drop(filled)
    assert "5 分已退回，有效期和原来一样" in said
    assert answered == "已退，积分回来了"
    assert redemptions.get(filled.transaction, redemption.id).state is RedemptionState.CANCELLED
    assert shopping.available(filled) == 12
    after = lots.open_lots(filled.transaction, member)
    assert [lot.expires_at for lot in after] == [lot.expires_at for lot in before]


def test_points_say_what_was_chosen_and_what_came_back(world: World) -> None:
    shopping.on_offer(world)
    awards.give(world, 6)
    shopping.taken(world)
    assert "<b>-5</b> 换 保温杯" in words(world.say(COURIER, "/points"))
    drop(world)
    assert "<b>+5</b> 退回：没要 保温杯" in words(world.say(COURIER, "/points"))


def test_points_that_expired_on_hold_are_told_of(world: World) -> None:
    shopping.on_offer(world)
    shopping.with_points(world, 5, lasting=DAY)
    shopping.taken(world)
    world.now += 2 * DAY
    said, _ = drop(world)
    assert "其中 5 分这期间已经到期" in said
    assert "你现在有 0 分" in said


def test_giving_it_up_twice_says_that_it_is_done(filled: World) -> None:
    rows = shopping.take(filled)
    rows = filled.press(COURIER, button(rows, "shop_drop:"))
    last_word = button(rows, "shop_cancel:")
    filled.press(COURIER, last_word)
    assert "这件已经退了" in awards.answer(filled.press(COURIER, last_word))
    assert shopping.available(filled) == 12


def test_nobody_sees_or_gives_up_what_is_another_s(filled: World) -> None:
    rows = shopping.take(filled)
    shown_code = f"shop_code:{redemptions.everything_open(filled.transaction)[0].token}"
    for data in (button(rows, "shop_drop:"), shown_code):
        pressed = filled.press(OTHER_COURIER, data)
        assert methods(pressed) == ["answerCallbackQuery"]
        assert "这不是你换的东西" in awards.answer(pressed)


def test_two_days_before_they_are_reminded_once_when_they_can_be_disturbed(filled: World) -> None:
    redemption = shopping.taken(filled)
    filled.now = redemption.collect_by - 2 * DAY - 1
    assert filled.tick("pickups") == []
    filled.now = redemption.collect_by - 2 * DAY  # midnight
    (row,) = filled.tick("pickups")
    assert "别忘了取：保温杯" in words([row])
    assert row.due_at == next_time(filled.now, 7)
    assert filled.tick("pickups") == []


def test_a_reminder_that_waits_is_not_sent_when_it_is_over(filled: World) -> None:
    redemption = shopping.taken(filled)
    filled.now = redemption.collect_by - 2 * DAY
    (row,) = filled.tick("pickups")
    drop(filled)
    ending = outbox.ending_of(filled.transaction, row.id)
    assert ending is not None
    assert ending.reason == "over"


def test_what_nobody_collected_goes_back_and_they_are_told(filled: World) -> None:
    redemption = shopping.taken(filled)
    filled.now = redemption.collect_by
    (row,) = filled.tick("pickups")
    assert "5 分已经退给你，一分没少" in words([row])
    assert "留到了 10月5日 周一" in words([row])
    assert row.due_at > filled.now  # it is midnight
    assert filled.tick("pickups") == []
    assert shopping.available(filled) == 12
    assert "过了取货日期" in awards.answer(filled.press(COURIER, f"shop_code:{redemption.token}"))


def test_many_are_looked_after_a_page_at_a_time(world: World) -> None:
    shopping.on_offer(world, price=1, pieces=25)
    shopping.with_points(world, 25)
    for _ in range(25):
        redemption = shopping.taken(world)
    world.now = redemption.collect_by
    assert len(world.tick("pickups")) == 20
    assert len(world.announcements) == 1
    assert len(world.announce("more pickups")) == 5


def test_whoever_erases_themselves_keeps_nothing_from_others(filled: World) -> None:
    redemption = shopping.taken(filled)
    rows = filled.say(COURIER, "/deleteme")
    filled.press(COURIER, button(rows, "erase:"))
    assert redemptions.get(filled.transaction, redemption.id).state is RedemptionState.CANCELLED
    assert [row["free_after"] for row in filled.transaction.all("SELECT free_after FROM stock_moves")][
        -1
    ] == 3


def test_whoever_leaves_can_still_collect_and_give_up(filled: World) -> None:
    shopping.taken(filled)
    rows = filled.say(COURIER, "/leave")
    filled.press(COURIER, button(rows, "leave:"))
    assert [one.data for one in shown(filled.press(COURIER, "shop_mine")) if "shop_code" in one.data]
    assert "已退回" in drop(filled)[0]


def test_my_data_holds_what_was_chosen(filled: World) -> None:
    redemption = shopping.taken(filled)
    exported = my_data.export(filled.transaction, filled.member(COURIER))
    chosen = str(exported["redemptions"])
    assert all(repr(told) in chosen for told in ("保温杯", redemption.code, "held"))
