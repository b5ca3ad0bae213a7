"""Coordinators hear once that goods run low, and once more when they have been filled up and run low again."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.context import Context
from handlers.events import Tick
from messages.keyboards import Button
from storage import goods, low_stock, members
from storage.low_stock import Low
from storage.members import Member, Role


def look(_tick: Tick, context: Context) -> None:
    """Tell of what has fallen since."""
    low_stock.forget_recovered(context.transaction, context.now)
    fallen = low_stock.fallen(context.transaction, context.now)
    for low in fallen:
        low_stock.note(context.transaction, low.goods, context.now)
    if fallen:
        for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
            _tell(coordinator, fallen, context)


def _tell(coordinator: Member, fallen: Sequence[Low], context: Context) -> None:
    address = context.to_member(coordinator)
    context.say(
        "shop_desk/low",
        to=address,
        buttons=[[Button("shop_desk.home", "stock")]],
        running_low=[
            (goods.get(context.transaction, one.goods).name(address.language), one.free) for one in fallen
        ],
    )
