"""The shop's desk: the buttons of the coordinator who hands out, takes in and counts."""

from __future__ import annotations

from storage import gift_drafts, goods, goods_drafts
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.shop import shopping
from tests.unit.handlers.shop_desk import desk
from tests.unit.handlers.world import COORDINATOR, World, button


def home(world: World) -> Rows:
    shopping.on_offer(world)
    return world.say(COORDINATOR, "/stock")


def goods_page(world: World) -> Rows:
    return world.press(COORDINATOR, button(home(world), "stock_goods:"))


def with_past(world: World) -> Rows:
    """The page of goods of which some are past their best before."""
    one = shopping.on_offer(world, best_before=world.now + 1)
    world.now += shopping.DAY
    return desk.page(world, one)


def counted(world: World) -> Rows:
    return desk.count(world, shopping.on_offer(world), 1)


def asked_name(world: World) -> Rows:
    return world.press(COORDINATOR, "goods_new")


def asked_english(world: World) -> Rows:
    asked_name(world)
    return world.say(COORDINATOR, "雨衣")


def asked_best_before(world: World) -> Rows:
    world.press(COORDINATOR, f"gift_new:{shopping.on_offer(world).token}")
    world.say(COORDINATOR, desk.DONOR)
    return world.say(COORDINATOR, "5")


def gift_preview(world: World) -> Rows:
    return desk.new_gift(world, shopping.on_offer(world))


def month(world: World) -> Rows:
    return world.press(COORDINATOR, "stock_month")


def own_goods(world: World, who: int) -> str:
    """Goods that somebody is entering themselves; what comes back stands for them."""
    return goods_drafts.open_draft(world.transaction, world.member(who).id, f"own{who}", world.now).token


def own_gift(world: World, who: int) -> str:
    one = (goods.everything(world.transaction) or [shopping.on_offer(world)])[0]
    return gift_drafts.open_draft(
        world.transaction, world.member(who).id, one.id, f"gift{who}", world.now
    ).token


def some_goods(world: World, _who: int) -> str:
    return shopping.on_offer(world).token


DEEDS = Deeds(
    buttons={
        "pickup_give": lambda world: desk.type_code(world, desk.lying(world).code),
        "pickup_undo": desk.handed_over,
        "stock_goods": home,
        "stock_switch": goods_page,
        "goods_revise": goods_page,
        "goods_ask": desk.new_goods,
        "goods_set": asked_english,
        "goods_save": desk.new_goods,
        "goods_drop": asked_name,
        "gift_new": goods_page,
        "gift_ask": gift_preview,
        "gift_set": asked_best_before,
        "gift_confirm": gift_preview,
        "gift_drop": gift_preview,
        "gift_undo": lambda world: desk.received(world, shopping.on_offer(world)),
        "stock_count": goods_page,
        "stock_set": counted,
        "stock_past": with_past,
        "stock_off": lambda world: world.press(COORDINATOR, button(with_past(world), "stock_past:")),
        "stock_batches": goods_page,
        "stock_receipt": lambda world: world.press(COORDINATOR, button(goods_page(world), "stock_batches:")),
        "stock_table": month,
        "stock_chart": month,
    },
    open={
        "stock": "stock",
        "stock_pickup": "stock_pickup",
        "stock_open": "stock_open:0",
        "stock_print": "stock_print",
        "goods_new": "goods_new",
        "stock_month": "stock_month",
    },
    answers={
        "pickup.codes": lambda world, who: world.say(who, "7KQ2XH"),
        "goods.name": lambda world, who: world.say(who, "雨衣"),
        "goods.english": lambda world, who: world.say(who, "Raincoat"),
        "goods.price": lambda world, who: world.say(who, "8"),
        "goods.photo": lambda world, who: world.photo(who),
        "goods.limit": lambda world, who: world.say(who, "2"),
        "goods.low": lambda world, who: world.say(who, "5"),
        "goods.preview": lambda world, who: world.say(who, "?"),
        "gift.donor": lambda world, who: world.say(who, desk.DONOR),
        "gift.quantity": lambda world, who: world.say(who, "20"),
        "gift.best_before": lambda world, who: world.say(who, "2027-06-30"),
        "gift.preview": lambda world, who: world.say(who, "?"),
        "stock.counted": lambda world, who: world.say(who, "3"),
    },
    subjects={
        **dict.fromkeys(
            (
                "goods.name",
                "goods.english",
                "goods.price",
                "goods.photo",
                "goods.limit",
                "goods.low",
                "goods.preview",
            ),
            own_goods,
        ),
        **dict.fromkeys(("gift.donor", "gift.quantity", "gift.best_before", "gift.preview"), own_gift),
        "stock.counted": some_goods,
    },
    kept=("goods", "batches", "goods_drafts", "gift_drafts", "paper_pickups"),
    refusals=("stock_refused.", "pickup_refused."),
)
