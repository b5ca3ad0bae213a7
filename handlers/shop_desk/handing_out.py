"""Something is handed over, once, and the courier is told; a slip of the thumb is put right within ten minutes."""

from __future__ import annotations

from handlers import asking, fallback
from handlers.context import Context
from handlers.events import Press
from handlers.shop import pickups
from handlers.shop.buttons import about, number_in
from handlers.shop.lifecycle import RedemptionAction, Refusal, decide
from handlers.shop_desk import pickup_words
from messages import times
from messages.keyboards import Button
from storage import goods, ledger, members, paper_pickups, redemptions
from storage.redemptions import Redemption


def give(press: Press, context: Context) -> None:
    """It is theirs. The next code can be typed at once."""
    redemption = _read(press, RedemptionAction.COLLECT, context)
    if redemption is None:
        return
    given = hand_over(redemption, None, context)
    asking.expect(context, "pickup.codes")
    context.answer(press, "press.given_out")
    context.edit_pressed(
        press,
        "shop_desk/handed_over",
        buttons=[[about("shop_desk.undo", "pickup_undo", given)], [Button("shop_desk.open", "stock_open:0")]],
        about=[given.member_id],
        lying=pickup_words.card(given, context),
    )


def undo(press: Press, context: Context) -> None:
    """It was a mistake: points and piece are back, each by a row of its own."""
    redemption = _read(press, RedemptionAction.UNDO, context)
    if redemption is None:
        return
    redemptions.undo(context.transaction, redemption, context.actor.id, context.now)
    context.answer(press, "press.pickup_undone")
    context.edit_pressed(
        press,
        "shop_desk/undone",
        buttons=[[Button("shop_desk.next_code", "stock_pickup"), Button("shop_desk.home", "stock")]],
        about=[redemption.member_id],
        lying=pickup_words.card(redemption, context),
    )
    _tell("shop_desk/taken_back", redemption, None, context)


def hand_over(redemption: Redemption, handed_at: int | None, context: Context) -> Redemption:
    """Hand out what may be handed out; `handed_at` (UTC ms) is when it was, if that was not now."""
    given = redemptions.collect(context.transaction, redemption, context.actor.id, context.now)
    if handed_at is not None:
        paper_pickups.note(context.transaction, given, handed_at)
    pickups.forget_reminder(redemption, context)
    _tell("shop_desk/collected", given, handed_at, context)
    return given


def _read(press: Press, action: RedemptionAction, context: Context) -> Redemption | None:
    """The redemption of a press, if whoever presses may do that to it now; else they are told why not."""
    token, version = [*press.arguments, "", ""][:2]
    redemption, made_for = redemptions.find_by_token(context.transaction, token), number_in(version)
    if redemption is None or made_for is None:
        fallback.unknown_button(press, context)
        return None
    outcome = decide(redemption, action, context.actor, context.now, version=made_for)
    if isinstance(outcome, Refusal):
        why = pickup_words.in_words(outcome, redemption, context)
        named = pickup_words.named(redemption)
        context.answer(press, "shop_desk.why", alert=True, about=named, why=why)
        return None
    return redemption


def _tell(template: str, redemption: Redemption, handed_at: int | None, context: Context) -> None:
    """The courier hears of it at once: they are standing there."""
    member = members.get(context.transaction, redemption.member_id)
    address = context.to_member(member)
    when = None if handed_at is None else times.moment(address.language, context.local_time_of(handed_at))
    context.say(
        template,
        to=address,
        name=goods.get(context.transaction, redemption.goods_id).name(address.language),
        price=redemption.price,
        when=when,
        balance=ledger.balance(context.transaction, member.id),
    )
