"""The shop in tests of handlers: what lies in it, who has points, and the way to a code."""

from __future__ import annotations

from storage import goods, ledger, redemptions, stock
from storage.goods import Goods, Limit, Terms
from storage.ledger import ISSUER, Transfer
from storage.outbox import OutboxRow
from storage.redemptions import Redemption
from storage.stock import Batch, Gift
from tests.unit.handlers.world import COURIER, World, button

DAY = 24 * 3600 * 1000  # ms
PRICE, PIECES, POINTS = 5, 3, 12
NAME = "保温杯"


def on_offer(
    world: World,
    *,
    name: str = NAME,
    price: int = PRICE,
    pieces: int = PIECES,
    limit: Limit | None = None,
    photo: str | None = None,
    best_before: int | None = None,
) -> Goods:
    """Goods, and so many of them."""
    terms = Terms(name, "Thermos", price, "五百毫升", "Half a litre", photo, limit)
    made = goods.add(world.transaction, terms, f"goods-{name}", world.now)
    if pieces:
        given(world, made, pieces, best_before)
    return made


def given(world: World, goods_: Goods, pieces: int, best_before: int | None = None) -> Batch:
    token = f"batch{world.transaction.number('SELECT count(*) FROM batches')}"
    gift = Gift(goods_.id, "某某公司", pieces, best_before)
    return stock.receive(world.transaction, gift, token, None, world.now)


def with_points(
    world: World, points: int = POINTS, who: int = COURIER, *, honour: bool = False, lasting: int = 400 * DAY
) -> None:
    """Somebody has earned points, on top of what they have."""
    member = world.member(who).id
    number = world.transaction.number("SELECT count(*) FROM transfers")
    paid = Transfer(
        key=f"test:{number}",
        debit=ISSUER,
        credit=ledger.honour_of(member) if honour else ledger.account_of(member),
        points=points,
        cause="expiry",
        subject="1",
        expires_at=None if honour else world.now + lasting,
    )
    ledger.record(world.transaction, paid, world.now)


def item(world: World, who: int = COURIER) -> list[OutboxRow]:
    """The card of the first thing on the page."""
    return world.press(who, button(world.say(who, "/shop"), "shop_item:"))


def asked(world: World, who: int = COURIER) -> list[OutboxRow]:
    """They are shown what it costs, and asked for the last word."""
    return world.press(who, button(item(world, who), "shop_ask:"))


def take(world: World, who: int = COURIER) -> list[OutboxRow]:
    return world.press(who, button(asked(world, who), "shop_take:"))


def taken(world: World, who: int = COURIER) -> Redemption:
    """What somebody has chosen; it lies there for them."""
    take(world, who)
    return redemptions.open_of(world.transaction, world.member(who).id)[-1]


def available(world: World, who: int = COURIER) -> int:
    return ledger.standing(world.transaction, world.member(who).id, world.now).available


def free(world: World, goods_: Goods) -> int:
    return stock.of_goods(world.transaction, goods_.id, world.now).free
