"""What lies in the shop for somebody: the list, the code of each, and giving one up."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.context import Context
from handlers.events import Press
from handlers.shop import buttons, offers
from handlers.shop.lifecycle import STANDS_ALREADY, RedemptionAction
from messages.catalogue import Language
from messages.keyboards import Button, CopyButton, Keyboard
from storage import goods, ledger, outbox, redemptions
from storage.redemptions import Redemption, RedemptionState

WAYS_ON: Keyboard = ((Button("menu.shop", "shop"), Button("menu.back", "menu:start")),)


@dataclass(frozen=True, slots=True)
class Pickup:
    """Something that lies there: its code, what it is, and the last day on which it can be collected."""

    code: str
    name: str
    price: int
    until: str


def show_list(press: Press, context: Context) -> None:
    """Everything that lies there for whoever acts."""
    theirs = redemptions.open_of(context.transaction, context.actor.id)
    shown = [contents(redemption, context) for redemption in theirs]
    context.show(
        press,
        "shop/mine",
        buttons=[
            *(
                [Button("shop.pickup", f"shop_code:{one.token}", values={"name": seen.name})]
                for one, seen in zip(theirs, shown, strict=True)
            ),
            *WAYS_ON,
        ],
        pickups=shown,
    )


def show_code(press: Press, context: Context) -> None:
    """The code of one, once more."""
    redemption = buttons.read_own(press, context)
    if redemption is None:
        return
    if redemption.state is not RedemptionState.HELD:
        context.answer(press, f"shop_refused.{STANDS_ALREADY[redemption.state]}", alert=True)
    else:
        show(press, redemption, context)


def show(press: Press, redemption: Redemption, context: Context, *, is_new: bool = False) -> None:
    """The code in letters, and as a picture for a camera."""
    pickup = contents(redemption, context)
    context.show(
        press,
        "shop/pickup",
        buttons=[
            [CopyButton("shop.copy", redemption.code)],
            [buttons.about("shop.drop", "shop_drop", redemption)],
            *WAYS_ON,
        ],
        pickup=pickup,
        is_new=is_new,
        available=ledger.standing(context.transaction, context.actor.id, context.now).available,
    )
    context.send_picture(
        {"drawn": "pickup_card", "redemption": redemption.id}, "shop/card_of_code", pickup=pickup
    )


def ask_whether(press: Press, context: Context) -> None:
    """Say what giving it up means, and ask whether they mean it."""
    redemption = buttons.read_permitted(press, RedemptionAction.CANCEL, context)
    if redemption is None:
        return
    context.edit_pressed(
        press,
        "shop/ask_drop",
        buttons=[
            [buttons.about("shop.really_drop", "shop_cancel", redemption, style="danger")],
            [Button("shop.keep", "shop_mine")],
        ],
        pickup=contents(redemption, context),
    )


def cancel(press: Press, context: Context) -> None:
    """Points and piece go back."""
    redemption = buttons.read_permitted(press, RedemptionAction.CANCEL, context)
    if redemption is None:
        return
    before = ledger.balance(context.transaction, context.actor.id)
    redemptions.cancel(context.transaction, redemption, context.actor.id, context.now)
    forget_reminder(redemption, context)
    balance = ledger.balance(context.transaction, context.actor.id)
    context.answer(press, "press.redemption_cancelled")
    context.edit_pressed(
        press,
        "shop/cancelled",
        buttons=WAYS_ON,
        pickup=contents(redemption, context),
        lapsed=redemption.price - (balance - before),
        balance=balance,
    )


def contents(redemption: Redemption, context: Context) -> Pickup:
    """What is said about one, to whoever acts."""
    return contents_for(redemption, context.language, context)


def contents_for(redemption: Redemption, language: Language, context: Context) -> Pickup:
    """The same in a language."""
    return Pickup(
        code=redemption.code,
        name=goods.get(context.transaction, redemption.goods_id).name(language),
        price=redemption.price,
        until=offers.last_day(redemption.collect_by, language, context),
    )


def forget_reminder(redemption: Redemption, context: Context) -> None:
    """A reminder that nobody has got yet is not to go out: it is over."""
    if redemption.reminder is not None:
        outbox.take_back(context.transaction, [redemption.reminder], "over", context.now)
