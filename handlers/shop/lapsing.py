"""The clock's part: two days before, a reminder; when nobody came in time, points and piece go back.

Both are said at a time when the courier can be disturbed. A page per event, so that nobody's reply waits.
"""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect, Tick
from handlers.shop import offers, pickups
from messages.keyboards import Button
from storage import ledger, members, redemptions
from storage.database import Transaction
from storage.outbox import OutboxId
from storage.redemptions import Redemption

AHEAD = 2 * offers.DAY  # ms before it is over: there is a weekend or a shift to find time in
AT_ONCE = 20  # redemptions in one transaction
MORE = "more pickups"  # the event that goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether something was not collected in time, or somebody is to be reminded."""
    return bool(redemptions.overdue(transaction, now, 1)) or bool(
        redemptions.to_remind(transaction, now, AHEAD, 1)
    )


def look(_event: Tick | Effect, context: Context) -> None:
    """End what is over, and remind of what soon will be."""
    overdue = redemptions.overdue(context.transaction, context.now, AT_ONCE)
    for redemption in overdue:
        _expire(redemption, context)
    ending = redemptions.to_remind(context.transaction, context.now, AHEAD, AT_ONCE)
    for redemption in ending:
        _remind(redemption, context)
    if AT_ONCE in (len(overdue), len(ending)):
        context.announce(MORE)


def _expire(redemption: Redemption, context: Context) -> None:
    before = ledger.balance(context.transaction, redemption.member_id)
    redemptions.expire(context.transaction, redemption, context.now)
    pickups.forget_reminder(redemption, context)
    came_back = ledger.balance(context.transaction, redemption.member_id) - before
    _tell("shop/expired", redemption, Button("menu.shop", "shop"), context, redemption.price - came_back)


def _remind(redemption: Redemption, context: Context) -> None:
    button = Button("shop.show_code", f"shop_code:{redemption.token}")
    row = _tell("shop/reminder", redemption, button, context)
    redemptions.note_reminder(context.transaction, redemption, row)


def _tell(
    template: str, redemption: Redemption, button: Button, context: Context, lapsed: int = 0
) -> OutboxId:
    """Say it to whom it concerns; `lapsed` is how many of the points that came back have expired meanwhile."""
    member = members.get(context.transaction, redemption.member_id)
    address = context.to_member(member)
    return context.say(
        template,
        to=address,
        buttons=[[button]],
        not_before=context.quiet_of(member).next_readable(context.now),
        pickup=pickups.contents_for(redemption, address.language, context),
        lapsed=lapsed,
        balance=ledger.balance(context.transaction, member.id),
    )
