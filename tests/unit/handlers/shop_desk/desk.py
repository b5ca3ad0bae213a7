"""The shop's desk in tests: something to hand out, and the ways of a coordinator to whatever is entered."""

from __future__ import annotations

from storage import goods, redemptions, stock
from storage.goods import Goods
from storage.outbox import OutboxRow
from storage.redemptions import Redemption
from storage.stock import Batch
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import COORDINATOR, COURIER, World, button, only

Rows = list[OutboxRow]
DONOR = "南湖超市"


def lying(world: World, who: int = COURIER) -> Redemption:
    """Something that somebody has chosen."""
    if not goods.everything(world.transaction):
        shopping.on_offer(world, pieces=9)
    shopping.with_points(world, who=who)
    shopping.take(world, who)
    return redemptions.open_of(world.transaction, world.member(who).id)[-1]


def type_code(world: World, text: str, who: int = COORDINATOR) -> Rows:
    world.say(who, "/pickup")
    return world.say(who, text)


def handed_over(world: World) -> Rows:
    """Something that was handed over just now."""
    return world.press(COORDINATOR, button(type_code(world, lying(world).code), "pickup_give:"))


def page(world: World, one: Goods) -> Rows:
    return world.press(COORDINATOR, f"stock_goods:{one.token}")


def new_goods(world: World, who: int = COORDINATOR) -> Rows:
    """Everything is said of new goods without a photo; what comes back is the preview."""
    world.press(who, "goods_new")
    world.say(who, "雨衣")
    world.say(who, "Raincoat")
    rows = world.say(who, "8")
    rows = world.press(who, button(rows, "goods_set:"))
    return world.press(who, button(rows, "goods_set:"))


def saved_goods(world: World) -> Goods:
    world.press(COORDINATOR, button(new_goods(world), "goods_save:"))
    return goods.everything(world.transaction)[-1]


def new_gift(world: World, one: Goods, pieces: str = "20") -> Rows:
    """Everything is said of a donation that keeps; what comes back is the preview."""
    world.press(COORDINATOR, f"gift_new:{one.token}")
    world.say(COORDINATOR, DONOR)
    rows = world.say(COORDINATOR, pieces)
    return world.press(COORDINATOR, button(rows, "gift_set:"))


def received(world: World, one: Goods, pieces: str = "20") -> Rows:
    return world.press(COORDINATOR, button(new_gift(world, one, pieces), "gift_confirm:"))


def newest_batch(world: World, one: Goods) -> Batch:
    return max(stock.batches(world.transaction, one.id), key=lambda batch: batch.id)


def count(world: World, one: Goods, counted: int) -> Rows:
    world.press(COORDINATOR, f"stock_count:{one.token}")
    return world.say(COORDINATOR, str(counted))


def answer(rows: Rows) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text", ""))
