"""Goods from a file: a wrong one is refused whole, with every fault named; importing again takes nothing in twice."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from bot import goods_file
from storage import goods, photos, shop_windows, stock
from storage.goods import Limit, Per
from storage.shop_windows import Days
from storage.stock import Stock
from tests.unit.handlers.shop.shopping import DAY
from tests.unit.handlers.world import COURIER, World, shown

DEMO = Path(__file__).parents[4] / "bot" / "demo" / "goods.json"
GOOD: dict[str, object] = {"id": "cup", "name_zh": "杯子", "name_en": "Cup", "price": 5}
GIVEN: dict[str, object] = {"id": "cup-1", "goods": "cup", "donor": "某某公司", "quantity": 3}


def test_the_demos_shop_is_filled_with_photos_and_donors(world: World) -> None:
    assert world.command("import-goods", **goods_file.read(DEMO)) == {"goods": 3, "donations": 3}
    listed = goods.on_offer(world.transaction)
    assert listed[0].terms.limit == Limit(4, Per.MONTH)
    kept = [photos.find(world.transaction, one.terms.photo_sha256 or "") for one in listed]
    assert [photo.width for photo in kept if photo is not None] == [1280] * 3
    donors = {batch.gift.donor for one in listed for batch in stock.batches(world.transaction, one.id)}
    assert len(donors) == 2
    assert shown(world.say(COURIER, "/shop"))[0].text == "湿巾 · 1 分 · 充足"


def test_importing_again_updates_and_takes_nothing_in_twice(world: World) -> None:
    world.command("import-goods", goods=[GOOD], donations=[GIVEN])
    again = world.command("import-goods", goods=[{**GOOD, "price": 6}], donations=[GIVEN])
    assert again == {"goods": 1, "donations": 0}
    (cup,) = goods.on_offer(world.transaction)
    assert cup.terms.price == 6
    assert stock.of_goods(world.transaction, cup.id, world.now) == Stock(free=3)


def test_best_before_is_the_last_day(world: World) -> None:
    world.command("import-goods", goods=[GOOD], donations=[{**GIVEN, "best_before": "2026-09-21"}])
    (cup,) = goods.on_offer(world.transaction)
    assert stock.of_goods(world.transaction, cup.id, world.now).free == 3  # it is that day
    assert stock.of_goods(world.transaction, cup.id, world.now + DAY).free == 0


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"id": "Big"}, "Big"),
        ({"id": "x" * 25}, "24"),
        ({"name_zh": " "}, "name_zh"),
        ({"name_en": "x" * 41}, "name_en"),
        ({"what_zh": "x" * 301}, "what_zh"),
        ({"price": 0}, "price"),
        ({"price": -3}, "price"),
        ({"price": 2.5}, "price"),
        ({"price": "5"}, "price"),
        ({"price": True}, "price"),
        ({"price": 10**30}, "price"),
        ({"low_at": -1}, "low_at"),
        ({"most": 0, "per": "month"}, "most"),
        ({"most": 1}, "month, quarter"),
        ({"per": "month"}, "most"),
    ],
)
def test_each_fault_of_goods_is_named(world: World, wrong: dict[str, object], named: str) -> None:
    answer = world.command("import-goods", goods=[{**GOOD, **wrong}])
    (fault,) = cast(list[str], answer["faults"])
    assert "goods 1" in fault
    assert named in fault
    assert goods.everything(world.transaction) == []


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": 1.5}, "quantity"),
        ({"donor": ""}, "donor"),
        ({"goods": "plate"}, "plate"),
        ({"best_before": "2020-01-01"}, "2020-01-01"),
        ({"best_before": "soon"}, "soon"),
        ({"id": "cup"}, "more than once"),
    ],
)
def test_each_fault_of_a_donation_is_named(world: World, wrong: dict[str, object], named: str) -> None:
    answer = world.command("import-goods", goods=[GOOD], donations=[{**GIVEN, **wrong}])
    (fault,) = cast(list[str], answer["faults"])
    assert named in fault
    assert goods.everything(world.transaction) == []


def test_the_days_on_which_it_is_open_are_set_changed_and_left_alone(world: World) -> None:
    found = []
    for said in ({"open_days": [1, 10]}, {}, {"open_days": None}):
        world.command("import-goods", goods=[], **said)
        found.append(shop_windows.in_force(world.transaction))
    assert found == [Days(1, 10), Days(1, 10), None]


@pytest.mark.parametrize("wrong", [[10, 1], [0, 5], [1, 32], [1], "1-10", 5, [1.5, 3]])
def test_days_that_no_month_has_are_named(world: World, wrong: object) -> None:
    (fault,) = cast(list[str], world.command("import-goods", goods=[], open_days=wrong)["faults"])
    assert str(wrong) in fault
    assert shop_windows.in_force(world.transaction) is None


@pytest.mark.parametrize("wrong", [{}, {"goods": {}}, {"goods": [], "donations": 5}])
def test_a_file_of_another_shape_is_refused(world: World, wrong: dict[str, object]) -> None:
    (fault,) = cast(list[str], world.command("import-goods", **wrong)["faults"])
    assert "list" in fault


def test_a_photo_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "cup.jpg").write_bytes(b"GIF89a")
    file = tmp_path / "goods.json"
    file.write_text('{"goods": [{"id": "cup", "photo": "cup.jpg"}]}', encoding="utf-8")
    with pytest.raises(goods_file.Unusable, match=r"cup\.jpg"):
        goods_file.read(file)
