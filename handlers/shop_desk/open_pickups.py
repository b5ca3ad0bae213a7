"""What lies there for whom: a list to leaf through, and the same to print before the network is down."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.shop.buttons import number_in
from handlers.shop_desk import pickup_words
from messages.keyboards import Button, Keyboard
from storage import redemptions

PER_PAGE = 8


def show(press: Press, context: Context) -> None:
    """A page, what is to be collected first first."""
    total = redemptions.count_open(context.transaction)
    last = max(total - 1, 0) // PER_PAGE
    page = min(number_in([*press.arguments, ""][0]) or 0, last)
    found = redemptions.everything_open(context.transaction, PER_PAGE, page * PER_PAGE)
    context.show(
        press,
        "shop_desk/open",
        buttons=[
            *turns("stock_open", page, last),
            [Button("shop_desk.next_code", "stock_pickup", "success")],
            *([[Button("shop_desk.print", "stock_print")]] if total else []),
            [Button("shop_desk.home", "stock")],
        ],
        about=[redemption.member_id for redemption in found],
        all_lying=[pickup_words.card(redemption, context) for redemption in found],
        total=total,
    )


def export(press: Press, context: Context) -> None:
    """The list as a table and as a page to print; both are written when they are sent."""
    context.answer(press, "press.being_written")
    for written in ("open_pickups_text", "open_pickups_csv"):
        context.send_document({"written": written}, "shop_desk/printed")


def turns(prefix: str, page: int, last: int) -> Keyboard:
    """Buttons to the pages before and after."""
    line = []
    if page > 0:
        line.append(Button("station.earlier", f"{prefix}:{page - 1}"))
    if page < last:
        line.append(Button("station.later", f"{prefix}:{page + 1}"))
    return [line] if line else []
