"""``/stock``: what there is of everything, and from there the goods, one by one."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Message, Press
from handlers.shop import buttons
from handlers.shop.buttons import number_in
from handlers.shop_desk import amounts
from handlers.shop_desk.open_pickups import turns
from messages.keyboards import Button
from storage import goods, redemptions, stock
from storage.goods import Goods
from storage.stock import Stock

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Line:
    """Goods as the list shows them; `is_low` when more should be asked for."""

    name: str
    price: int
    stock: Stock
    is_on: bool
    is_low: bool


def show(event: Message | Press, context: Context) -> None:
    """A page of all goods, with the ways to everything that is done here."""
    everything = goods.everything(context.transaction)
    last = max(len(everything) - 1, 0) // PER_PAGE
    page = min(number_in([*event.arguments, "0"][0]) or 0, last) if isinstance(event, Press) else 0
    found = everything[page * PER_PAGE : (page + 1) * PER_PAGE]
    waiting = redemptions.count_open(context.transaction)
    context.show(
        event,
        "shop_desk/home",
        buttons=[
            [Button("shop_desk.pickup", "stock_pickup", "success")],
            *([_to_page(one, context)] for one in found),
            *turns("stock", page, last),
            [Button("shop_desk.open_count", "stock_open:0", values={"count": waiting})],
            [Button("shop_desk.new_goods", "goods_new"), Button("shop_desk.months", "stock_month")],
            [Button("menu.back", "menu:start")],
        ],
        shelf=[line(one, context) for one in found],
    )


def open_page(press: Press, context: Context) -> None:
    """One thing, what there is of it, and what can be done about it."""
    chosen = buttons.read(press, context)
    if chosen is not None:
        show_page(chosen, press, context)


def show_page(chosen: Goods, event: Message | Press, context: Context) -> None:
    """The page of some goods as they are now."""
    there = stock.of_goods(context.transaction, chosen.id, context.now)
    switch = "shop_desk.switch_off" if chosen.terms.is_on else "shop_desk.switch_on"
    context.show(
        event,
        "shop_desk/goods",
        buttons=[
            [Button("shop_desk.gift", f"gift_new:{chosen.token}", "success")],
            [
                Button("shop_desk.count", f"stock_count:{chosen.token}"),
                buttons.about(switch, "stock_switch", chosen),
            ],
            *([[Button("shop_desk.past", f"stock_past:{chosen.token}")]] if there.past else []),
            [
                Button("shop_desk.revise", f"goods_revise:{chosen.token}"),
                Button("shop_desk.batches", f"stock_batches:{chosen.token}:0"),
            ],
            [Button("shop_desk.home", "stock")],
        ],
        shelved=line(chosen, context),
        limit_words=amounts.limit_in_words(chosen.terms.limit, context.language),
        low_at=chosen.terms.low_at,
        has_photo=chosen.terms.photo_sha256 is not None,
    )


def switch(press: Press, context: Context) -> None:
    """Offer it, or do not; what somebody has chosen before stays theirs."""
    pressed = buttons.read_version(press, context)
    if pressed is None:
        return
    if not pressed.is_current:
        context.answer(press, "stock_refused.goods_changed", alert=True)
        show_page(pressed.goods, press, context)
        return
    changed = goods.switch(context.transaction, pressed.goods, not pressed.goods.terms.is_on)
    context.answer(press, "press.switched_on" if changed.terms.is_on else "press.switched_off")
    show_page(changed, press, context)


def line(one: Goods, context: Context) -> Line:
    """What the list says of some goods."""
    there = stock.of_goods(context.transaction, one.id, context.now)
    is_low = one.terms.is_on and there.free <= one.terms.low_at
    return Line(one.name(context.language), one.terms.price, there, one.terms.is_on, is_low)


def _to_page(one: Goods, context: Context) -> Button:
    return Button("shop_desk.goods", f"stock_goods:{one.token}", values={"name": one.name(context.language)})
