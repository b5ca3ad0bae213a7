"""The first fill of the shop comes from a file, whole or not at all."""

from __future__ import annotations

import pytest

from storage import goods, stock
from storage.goods import Limit, Per
from tests.unit.handlers.world import World

CUP: dict[str, object] = {
    "name_zh": "保温杯",
    "name_en": "Thermos",
    "price": 5,
    "limit": {"most": 1, "per": "quarter"},
    "donations": [{"donor": "某某公司", "quantity": 20, "best_before": "2027-06-30"}],
}


def test_goods_and_their_donations_come_in(world: World) -> None:
    assert world.command("import-goods", goods=[CUP]) == {"added": 1, "updated": 0}
    (made,) = goods.everything(world.transaction)
    assert made.terms.limit == Limit(1, Per.QUARTER)
    assert stock.of_goods(world.transaction, made.id, world.now).free == 20


def test_the_same_file_again_changes_goods_and_fills_no_shelf_twice(world: World) -> None:
    world.command("import-goods", goods=[CUP])
    assert world.command("import-goods", goods=[{**CUP, "price": 6}]) == {"added": 0, "updated": 1}
    (made,) = goods.everything(world.transaction)
    assert made.terms.price == 6
    assert stock.of_goods(world.transaction, made.id, world.now).free == 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"name_zh": ""},
        {"name_en": "x" * 25},
        {"what_zh": "x" * 201},
        {"price": 0},
        {"price": -1},
        {"price": 2.5},
        {"price": True},
        {"price": 10**9},
        {"low_at": -1},
        {"limit": 3},
        {"limit": {"most": 0, "per": "month"}},
        {"limit": {"most": 1, "per": "week"}},
        {"donations": "none"},
        {"donations": [{"donor": "", "quantity": 1}]},
        {"donations": [{"donor": "A", "quantity": 0}]},
        {"donations": [{"donor": "A", "quantity": 1, "best_before": "2020-01-01"}]},
        {"donations": [{"donor": "A", "quantity": 1, "best_before": "soon"}]},
    ],
)
def test_one_fault_and_nothing_comes_in(world: World, wrong: dict[str, object]) -> None:
    result = world.command("import-goods", goods=[{**CUP, "name_zh": "雨衣"}, {**CUP, **wrong}])
    assert len(result["faults"]) == 1  # type: ignore[arg-type]
    assert goods.everything(world.transaction) == []


@pytest.mark.parametrize("entries", [None, {}, ["x"], [CUP, CUP]])
def test_what_is_no_list_of_goods_is_refused(world: World, entries: object) -> None:
    assert len(world.command("import-goods", goods=entries)["faults"]) == 1  # type: ignore[arg-type]
