"""Choosing something: one more look, then a code; and each refusal says precisely why and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.shop import codes
from storage import goods, redemptions, shop_windows
from storage.goods import Limit, Per
from storage.shop_windows import Days
from tests.unit.handlers.points.awards import answer
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop.shopping import DAY
from tests.unit.handlers.world import COURIER, OTHER_COURIER, World, button, words


def test_before_it_counts_price_rest_place_and_time_are_shown(world: World) -> None:
    shopping.on_offer(world)
    shopping.with_points(world)
    said = words(shopping.asked(world))
    assert "用 5 分，换完还剩 <b>7</b> 分" in said
    assert "南湖驿站的博爱小站" in said
    assert "留到 <b>10月5日 周一</b>" in said  # to the end of the fourteenth day
    assert shopping.available(world) == 12


def test_the_last_word_gives_a_code_to_copy_and_a_picture(world: World) -> None:
    thing = shopping.on_offer(world)
    shopping.with_points(world)
    rows = shopping.take(world)
    (redemption,) = redemptions.open_of(world.transaction, world.member(COURIER).id)
    edit, picture = (row for row in rows if row.method != "answerCallbackQuery")
    assert f"<code>{redemption.code}</code>" in str(edit.parameters["text"])
    assert str(edit.parameters["reply_markup"]).count(f"'copy_text': {{'text': '{redemption.code}'}}") == 1
    assert picture.method == "sendPhoto"
    assert picture.parameters["photo"] == {
        "language": "zh",
        "timezone": "Asia/Shanghai",
        "drawn": "pickup_card",
        "redemption": redemption.id,
    }
    assert (shopping.available(world), shopping.free(world, thing)) == (7, 2)


def test_codes_have_no_look_alikes_and_all_characters_occur() -> None:
    made = [codes.from_secret(str(number)) for number in range(500)]
    assert set("".join(made)) == set(codes.ALPHABET)
    assert not set(codes.ALPHABET) & set("01ILO")
    assert {len(code) for code in made} == {6}


def test_the_same_button_chooses_nothing_twice(world: World) -> None:
    shopping.on_offer(world)
    shopping.with_points(world)
    last_word = button(shopping.asked(world), "shop_take:")
    world.press(COURIER, last_word)
    assert "没有再换一次" in answer(world.press(COURIER, last_word))
    assert shopping.available(world) == 7


def test_what_is_best_before_sooner_is_kept_no_longer(world: World) -> None:
    shopping.on_offer(world, best_before=world.now + 3 * DAY)
    shopping.with_points(world)
    assert shopping.taken(world).collect_by == world.now + 3 * DAY


def take_all(world: World) -> None:
    shopping.with_points(world, who=OTHER_COURIER, points=99)
    for _ in range(3):
        shopping.take(world, OTHER_COURIER)


def switch_off(world: World) -> None:
    thing = goods.everything(world.transaction)[0]
    world.transaction.execute("UPDATE goods SET is_on = 0 WHERE id = :id", {"id": thing.id})


def make_dearer(world: World) -> None:
    thing = goods.everything(world.transaction)[0]
    goods.change(world.transaction, thing, replace(thing.terms, price=6))


def close(world: World) -> None:
    shop_windows.change(world.transaction, Days(1, 10), None, world.now)


def have_had_two(world: World) -> None:
    for _ in range(2):
        shopping.take(world)


def leave(world: World) -> None:
    world.transaction.execute(
        "DELETE FROM member_roles WHERE member_id = :id", {"id": world.member(COURIER).id}
    )


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (take_all, "换完了，没有扣你的积分"),
        (switch_off, "现在不换了"),
        (make_dearer, "刚刚改过（现在 6 分）"),
        (close, "10月1日 周四开始"),
        (leave, "是给在队骑手的"),
    ],
)
@pytest.mark.parametrize("step", ["shop_ask:", "shop_take:"])
def test_what_happened_meanwhile_is_told_and_nothing_is_taken(
    world: World, step: str, happens: Callable[[World], None], said: str
) -> None:
    shopping.on_offer(world)
    shopping.with_points(world)
    rows = shopping.item(world) if step == "shop_ask:" else shopping.asked(world)
    happens(world)
    assert said in answer(world.press(COURIER, button(rows, step)))
    assert shopping.available(world) == 12


def test_a_limit_says_when_again(world: World) -> None:
    shopping.on_offer(world, limit=Limit(2, Per.MONTH))
    shopping.with_points(world)
    have_had_two(world)
    assert "每人最多 2 件，你已经换满了，10月1日 周四起" in words(shopping.item(world))
    world.now += 10 * DAY
    shopping.with_points(world)
    assert button(shopping.item(world), "shop_ask:")


def test_what_was_given_back_does_not_count_against_the_limit(world: World) -> None:
    shopping.on_offer(world, limit=Limit(1, Per.QUARTER))
    shopping.with_points(world)
    rows = world.press(COURIER, button(shopping.take(world), "shop_drop:"))
    world.press(COURIER, button(rows, "shop_cancel:"))
    assert button(shopping.item(world), "shop_ask:")


@pytest.mark.parametrize(
    ("held", "honour", "said"),
    [
        (0, 0, "还差 3 分：要 5 分，你有 2 分"),
        (5, 0, "有 5 分已为你没取的东西留着"),
        (0, 4, "4 分荣誉积分只算荣誉"),
    ],
)
def test_too_few_points_says_how_many_and_why(world: World, held: int, honour: int, said: str) -> None:
    shopping.on_offer(world)
    shopping.with_points(world, 2 + held)
    if held:
        shopping.take(world)
    if honour:
        shopping.with_points(world, honour, honour=True)
    assert said in words(shopping.item(world))


def test_points_that_have_lapsed_buy_nothing(world: World) -> None:
    shopping.on_offer(world)
    shopping.with_points(world, lasting=DAY)
    world.now += DAY
    assert "还差 5 分" in words(shopping.item(world))
