"""What became of a donation: counts alone and nobody's name, as a text to forward and as a document."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.shop import buttons, offers
from handlers.shop.buttons import number_in
from handlers.shop_desk.open_pickups import turns
from messages.keyboards import Button
from storage import goods, shop_figures, stock
from storage.shop_figures import Outcome
from storage.stock import Batch

PER_PAGE = 8


@dataclass(frozen=True, slots=True)
class Receipt:
    """A donation, and what has become of it until a day."""

    donor: str
    goods: str
    received_on: str
    today: str
    outcome: Outcome


def list_batches(press: Press, context: Context) -> None:
    """What came in of some goods, the newest first."""
    chosen = buttons.read(press, context)
    if chosen is None:
        return
    theirs = sorted(stock.batches(context.transaction, chosen.id), key=lambda batch: -batch.id)
    last = max(len(theirs) - 1, 0) // PER_PAGE
    page = min(number_in([*press.arguments, "", ""][1]) or 0, last)
    context.show(
        press,
        "shop_desk/batches",
        buttons=[
            *([_to_receipt(batch, context)] for batch in theirs[page * PER_PAGE : (page + 1) * PER_PAGE]),
            *turns(f"stock_batches:{chosen.token}", page, last),
            [Button("shop_desk.to_goods", f"stock_goods:{chosen.token}"), Button("shop_desk.home", "stock")],
        ],
        name=chosen.name(context.language),
        total=len(theirs),
    )


def show(press: Press, context: Context) -> None:
    """A message of its own, without buttons, so that it can be forwarded; and the same as a document."""
    batch = stock.find_by_token(context.transaction, [*press.arguments, ""][0])
    if batch is None:
        fallback.unknown_button(press, context)
        return
    context.say("shop_desk/receipt", receipt=_receipt(batch, context))
    context.send_document(
        {"written": "donor_receipt", "batch": batch.id, "now": context.now}, "shop_desk/written"
    )


def _receipt(batch: Batch, context: Context) -> Receipt:
    return Receipt(
        donor=batch.gift.donor,
        goods=goods.get(context.transaction, batch.gift.goods).name(context.language),
        received_on=offers.day(batch.received_at, context.language, context),
        today=offers.day(context.now, context.language, context),
        outcome=shop_figures.outcome_of(context.transaction, batch.id),
    )


def _to_receipt(batch: Batch, context: Context) -> Button:
    values = {
        "day": offers.day(batch.received_at, context.language, context),
        "donor": batch.gift.donor,
        "quantity": batch.gift.quantity,
    }
    return Button("shop_desk.batch", f"stock_receipt:{batch.token}", values=values)
