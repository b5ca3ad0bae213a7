"""While the network is down: a list beforehand, and many codes at once afterwards, answered line by line."""

from __future__ import annotations

import csv
import io

from bot import documents
from storage import redemptions
from storage.redemptions import RedemptionState
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.world import COORDINATOR, COURIER, OTHER_COURIER, World, button, methods, words

HOUR = 3600 * 1000  # ms


def written(world: World, name: str, language: str = "zh", **about: object) -> str:
    named = {"written": name, "language": language, "timezone": "Asia/Shanghai", **about}
    return documents.write(world.transaction, named).content.decode("utf-8-sig")


def test_the_list_names_nobody_and_says_until_when(world: World) -> None:
    redemption = desk.lying(world)
    rows = world.press(COORDINATOR, "stock_open:0")
    assert redemption.code in words(rows)
    assert "李强" not in words(rows)
    assert methods(world.press(COORDINATOR, button(rows, "stock_print"))).count("sendDocument") == 2
    (head, line) = csv.reader(io.StringIO(written(world, "open_pickups_csv")))
    assert head == ["取货码", "物品", "给谁", "留到"]
    assert line[:2] == [redemption.code, shopping.NAME]
    assert "李强" not in line[2]
    assert redemption.code in written(world, "open_pickups_text", "en")


def test_what_a_spreadsheet_would_calculate_is_text(world: World) -> None:
    shopping.on_offer(world, name="=1+1", pieces=9)
    desk.lying(world)
    assert "'=1+1" in written(world, "open_pickups_csv")


def test_many_codes_are_answered_line_by_line_and_one_fault_costs_the_others_nothing(world: World) -> None:
    first, second = desk.lying(world), desk.lying(world, OTHER_COURIER)
    world.now += HOUR
    rows = desk.type_code(world, f"{first.code.lower()}\n22222O\n{first.code}\n{second.code}\n222222")
    lines = words(rows, COORDINATOR).splitlines()
    assert lines[0] == "📝 <b>记下 2 件</b>"
    assert [line[0] for line in lines[1:]] == ["✅", "✋", "✋", "✅", "✋"]
    assert "由你自己交给" in lines[3]
    assert "交到你手里了" in words(rows, COURIER)
    assert "交到你手里了" in words(rows, OTHER_COURIER)


def test_a_time_on_paper_is_what_everybody_is_told(world: World) -> None:
    redemption = desk.lying(world)
    world.now += 3 * HOUR
    typed = world.context_of_message(COORDINATOR).local_time_of(world.now - HOUR)
    rows = desk.type_code(world, f"{redemption.code} {typed:%m-%d %H:%M}")
    assert f"{typed:%H:%M}" in words(rows, COURIER)
    assert f"{typed:%H:%M}" in words(desk.type_code(world, redemption.code))


def test_a_time_before_it_was_chosen_is_refused(world: World) -> None:
    redemption = desk.lying(world)
    typed = world.context_of_message(COORDINATOR).local_time_of(world.now - HOUR)
    assert "比兑换还早" in words(desk.type_code(world, f"{redemption.code} {typed:%m-%d %H:%M}"))
    assert redemptions.get(world.transaction, redemption.id).state is RedemptionState.HELD


def test_what_is_too_much_for_one_message_is_said(world: World) -> None:
    assert "后面还有 2 行" in words(desk.type_code(world, "\n".join(["222222"] * 17)))


def test_a_long_list_is_leafed_through(world: World) -> None:
    shopping.on_offer(world, pieces=20, price=1)
    shopping.with_points(world)
    for _ in range(9):
        shopping.take(world)
    first = world.press(COORDINATOR, "stock_open:0")
    assert words(first).count("<code>") == 8
    assert words(world.press(COORDINATOR, button(first, "stock_open:1"))).count("<code>") == 1
