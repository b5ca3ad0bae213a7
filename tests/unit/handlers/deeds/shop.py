"""The shop: the buttons of the courier who chooses something, and of what lies there for them."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.world import COURIER, OTHER_COURIER, World


def filled(world: World) -> None:
    """Two couriers with points, and something to spend them on."""
    shopping.on_offer(world)
    shopping.with_points(world)
    shopping.with_points(world, who=OTHER_COURIER)


def page(world: World) -> Rows:
    filled(world)
    return world.say(COURIER, "/shop")


def item(world: World) -> Rows:
    filled(world)
    return shopping.item(world)


def asked(world: World) -> Rows:
    """The courier has bought something before, so that the last word is theirs alone."""
    filled(world)
    shopping.take(world)
    return shopping.asked(world)


def code(world: World) -> Rows:
    """A courier's code."""
    filled(world)
    return shopping.take(world)


def listed(world: World) -> Rows:
    code(world)
    return world.press(COURIER, "shop_mine")


def doubted(world: World) -> Rows:
    return world.press(COURIER, button(code(world), "shop_drop:"))


DEEDS = Deeds(
    buttons={
        "shop_item": page,
        "shop_ask": item,
        "shop_take": asked,
        "shop_code": listed,
        "shop_drop": code,
        "shop_cancel": doubted,
    },
    open={"shop": "shop", "shop_mine": "shop_mine"},
    kept=("redemptions", "stock_moves"),
    refusals=("shop_refused.",),
)
