"""What somebody does who stands at the shop's desk, or before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from storage import goods, redemptions
from storage.outbox import OutboxRow
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import COORDINATOR, COURIER, World, button

Rows = list[OutboxRow]


def acts(who: int, said: str) -> Mapping[str, Callable[[World], Rows]]:
    """Each by its name; `said` is what they begin to enter."""
    return {
        "hands something out": lambda world: _hand_out(world, who, COURIER),
        "is handed something": lambda world: _hand_out(world, COORDINATOR, who),
        "begins to enter goods": lambda world: [*world.press(who, "goods_new"), *world.say(who, said)],
        "begins to enter a donation": lambda world: _begin_gift(world, who, said),
    }


def _hand_out(world: World, by: int, to: int) -> Rows:
    """Another coordinator types the code once more and reads by whom it was; then it is undone."""
    _on_offer(world)
    shopping.with_points(world, 20, who=to)
    rows = shopping.take(world, to)
    (*_, redemption) = redemptions.open_of(world.transaction, world.member(to).id)
    rows += [*world.press(by, "stock_open:0"), *_type(world, by, redemption.code)]
    given = world.press(by, button(rows, f"pickup_give:{redemption.token}"))
    again = _type(world, COORDINATOR, redemption.code)
    return [*rows, *given, *again, *world.press(by, button(given, "pickup_undo:"))]


def _type(world: World, by: int, code: str) -> Rows:
    return [*world.say(by, "/pickup"), *world.say(by, code)]


def _begin_gift(world: World, who: int, said: str) -> Rows:
    token = _on_offer(world)
    return [*world.press(who, f"gift_new:{token}"), *world.say(who, said)]


def _on_offer(world: World) -> str:
    """Goods of which there is always another piece."""
    kept = goods.find_by_token(world.transaction, "goods-雨衣")
    if kept is None:
        return shopping.on_offer(world, name="雨衣").token
    shopping.given(world, kept, 1)
    return kept.token
