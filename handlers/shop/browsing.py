"""``/shop``: a page of what there is, edited in place, and a card with a photo for each thing."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Message, Press
from handlers.shop import buttons, offers
from handlers.shop.lifecycle import Offer, objection
from messages.keyboards import Button, Keyboard
from storage import goods, ledger, redemptions, stock
from storage.goods import Goods, Per

PER_PAGE = 8  # things; as many as fit above a thumb


@dataclass(frozen=True, slots=True)
class Item:
    """What a card says: `left` in words, `most` 0 without a limit, `why_not` empty when it can be chosen."""

    name: str
    what: str
    price: int
    left: str
    most: int
    per: Per | None
    had: int
    available: int
    why_not: str


def show(event: Message | Press, context: Context) -> None:
    """What there is, what whoever acts has, and whether it can be chosen now.

    A press below a photo (``shop:new``) gets a message of its own: a photo does not become words.
    """
    choice = event.arguments[:1] if isinstance(event, Press) else []
    if choice == ["new"]:
        _show_page(0, None, context)
    elif not choice:
        _show_page(0, event, context)
    elif isinstance(event, Press):
        page = buttons.number_in(choice[0])
        if page is None:
            fallback.unknown_button(event, context)
        else:
            _show_page(page, event, context)


def show_card(press: Press, context: Context) -> None:
    """One thing: what it is, and whether whoever acts can have it."""
    chosen = buttons.read(press, context)
    if chosen is None:
        return
    offer = offers.of(chosen, context)
    sha256 = chosen.terms.photo_sha256
    if sha256 is None:
        context.show(press, "shop/card", buttons=_card_buttons(offer, context), item=_item(offer, context))
    else:
        context.send_photo(
            sha256, "shop/card", buttons=_card_buttons(offer, context), item=_item(offer, context)
        )


def _show_page(page: int, event: Message | Press | None, context: Context) -> None:
    offered = goods.on_offer(context.transaction)
    last = max((len(offered) - 1) // PER_PAGE, 0)
    page = min(page, last)
    waiting = len(redemptions.open_of(context.transaction, context.actor.id))
    window = offers.window(context)
    context.show(
        event,
        "shop/page",
        buttons=[
            *([_listed(one, context)] for one in offered[page * PER_PAGE : (page + 1) * PER_PAGE]),
            *_turns(page, last),
            *_ways(waiting),
        ],
        is_empty=not offered,
        standing=ledger.standing(context.transaction, context.actor.id, context.now),
        waiting=waiting,
        is_open=window.is_open,
        until=offers.last_day(window.changes_at, context.language, context),
        opens=offers.day(window.changes_at, context.language, context),
    )


def _listed(one: Goods, context: Context) -> Button:
    free = stock.of_goods(context.transaction, one.id, context.now).free
    values = {
        "name": one.name(context.language),
        "price": one.terms.price,
        "left": offers.left_in_words(free, context.language),
    }
    return Button("shop.listed", f"shop_item:{one.token}", values=values)


def _turns(page: int, last: int) -> Keyboard:
    turns = []
    if page > 0:
        turns.append(Button("people.earlier", f"shop:{page - 1}"))
    if page < last:
        turns.append(Button("people.later", f"shop:{page + 1}"))
    return [turns] if turns else []


def _ways(waiting: int) -> Keyboard:
    mine = [[Button("shop.mine", "shop_mine", values={"count": waiting})]] if waiting else []
    return [*mine, [Button("menu.points", "points"), Button("menu.back", "menu:start")]]


def _item(offer: Offer, context: Context) -> Item:
    language, terms = context.language, offer.goods.terms
    refusal = objection(context.actor, offer)
    return Item(
        name=offer.goods.name(language),
        what=offer.goods.what(language),
        price=terms.price,
        left=offers.left_in_words(offer.free, language),
        most=0 if terms.limit is None else terms.limit.most,
        per=None if terms.limit is None else terms.limit.per,
        had=offer.had,
        available=offer.points.available,
        why_not="" if refusal is None else offers.in_words(refusal, offer, context),
    )


def _card_buttons(offer: Offer, context: Context) -> Keyboard:
    has_photo = offer.goods.terms.photo_sha256 is not None
    back = [Button("shop.others", "shop:new" if has_photo else "shop")]
    if objection(context.actor, offer) is not None:
        return [back]
    return [[buttons.about("shop.redeem", "shop_ask", offer.goods, style="success")], back]
