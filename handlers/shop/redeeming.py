"""Choosing something for points: shown once before it counts, then a code to collect it with."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.shop import buttons, codes, offers, pickups
from handlers.shop.buttons import PressedGoods
from handlers.shop.lifecycle import Offer, Refusal, objection
from messages.keyboards import Button
from storage import redemptions, stock
from storage.goods import Goods
from storage.redemptions import Wish

KEPT = 14 * offers.DAY  # ms; so long it lies there, to the end of that day


def ask(press: Press, context: Context) -> None:
    """Show what it costs, what is left then, and where and until when it can be collected."""
    offer = _offered(press, context)
    if offer is None:
        return
    chosen, count = offer.goods, redemptions.count_of(context.transaction, context.actor.id)
    below_photo = chosen.terms.photo_sha256 is not None
    context.show(
        None if below_photo else press,
        "shop/confirm",
        buttons=[
            [buttons.about("shop.confirm", "shop_take", chosen, count, style="success")],
            [Button("shop.rather_not", "shop")],
        ],
        name=chosen.name(context.language),
        price=chosen.terms.price,
        left=offer.points.available - chosen.terms.price,
        until=offers.last_day(_collect_by(chosen, context), context.language, context),
    )


def take(press: Press, context: Context) -> None:
    """Points and piece are put aside, and here is the code. The same button chooses nothing a second time."""
    offer = _offered(press, context, is_last_word=True)
    if offer is None:
        return
    wish = Wish(
        goods=offer.goods,
        member=context.actor.id,
        token=context.surroundings.new_token(),
        code=codes.new_code(context),
        collect_by=_collect_by(offer.goods, context),
    )
    redemption = redemptions.redeem(context.transaction, wish, context.now)
    context.answer(press, "press.redeemed")
    pickups.show(press, redemption, context, is_new=True)


def _offered(press: Press, context: Context, *, is_last_word: bool = False) -> Offer | None:
    """What the button offers, if whoever presses can have it now; else they are told why not."""
    pressed = buttons.read_version(press, context)
    if pressed is None:
        return None
    offer = offers.of(pressed.goods, context)
    refusal = _out_of_date(pressed, context, is_last_word) or objection(context.actor, offer)
    if refusal is None:
        return offer
    words = offers.refused_values(offer, context)
    context.answer(press, f"shop_refused.{refusal}", alert=True, about=(), **words)
    return None


def _out_of_date(pressed: PressedGoods, context: Context, is_last_word: bool) -> Refusal | None:
    if is_last_word and pressed.number != redemptions.count_of(context.transaction, context.actor.id):
        return Refusal.CHOSEN_ALREADY
    return None if pressed.is_current else Refusal.CHANGED


def _collect_by(goods: Goods, context: Context) -> int:
    """The end of the fourteenth day, or of what the piece is good for. Raises stock.SoldOut."""
    best_before = stock.next_batch(context.transaction, goods.id, context.now).gift.best_before
    kept = offers.end_of_day(context.now + KEPT, context)
    return kept if best_before is None else min(kept, best_before)
