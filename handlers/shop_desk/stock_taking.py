"""What there is, against what there should be: counted pieces, and what is past its best before.

The stock is only ever added to, and nobody can be erased from it, so a reason is chosen and not typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from handlers import asking, fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.shop import buttons, offers
from handlers.shop.buttons import number_in
from handlers.shop_desk import amounts, home
from handlers.shop_desk.amounts import MOST_PIECES, NumberFault
from messages.keyboards import Button, Keyboard
from storage import goods, stock
from storage.goods import Goods
from storage.stock import Batch

QUESTION = "stock.counted"


class Reason(StrEnum):
    """Why there is another number of pieces than there should be."""

    LOST = "lost"
    BROKEN = "broken"
    MISCOUNTED = "miscounted"
    FOUND = "found"
    GIVEN_AWAY = "given_away"


@dataclass(frozen=True, slots=True)
class Past:
    """Pieces past their best before: whose, how many, and until when they were good."""

    donor: str
    pieces: int
    until: str


def ask_count(press: Press, context: Context) -> None:
    """How many lie there, those for people and those past their best before included?"""
    chosen = buttons.read(press, context)
    if chosen is None:
        return
    asking.expect(context, QUESTION, chosen.token)
    context.edit_pressed(
        press, "shop_desk/ask_counted", buttons=_ways_on(chosen), name=chosen.name(context.language)
    )


def take_count(message: Message, context: Context, token: str) -> None:
    """It agrees; or why does it not?"""
    chosen = goods.find_by_token(context.transaction, token)
    if chosen is None:
        give_up(context, token)
        return
    counted = amounts.read_number(message.text, MOST_PIECES, least=0)
    if isinstance(counted, NumberFault):
        context.say("shop_desk/wrong_number", buttons=_ways_on(chosen), fault=counted, most=MOST_PIECES)
        return
    expected, there = _expected(chosen, context), stock.of_goods(context.transaction, chosen.id, context.now)
    asking.settle(context)
    reasons = counted != expected and counted >= there.held
    context.say(
        "shop_desk/counted",
        buttons=[*(_reasons(chosen, counted, expected) if reasons else []), *_ways_on(chosen)],
        name=chosen.name(context.language),
        counted=counted,
        expected=expected,
        promised=there.held,
    )


def adjust(press: Press, context: Context) -> None:
    """The stock says what was counted, and why; only if nothing has moved since."""
    token, was_counted, was_expected, why = [*press.arguments, "", "", "", ""][:4]
    chosen, reason = goods.find_by_token(context.transaction, token), choice(Reason, why)
    counted, expected = number_in(was_counted), number_in(was_expected)
    if chosen is None or reason is None or counted is None or expected is None or counted > MOST_PIECES:
        fallback.unknown_button(press, context)
        return
    if expected != _expected(chosen, context):
        context.answer(press, "stock_refused.stock_moved", alert=True)
        return
    try:
        _correct(chosen, counted - expected, reason, context)
    except stock.TooFew:
        context.answer(press, "stock_refused.promised", alert=True)
        return
    context.answer(press, "press.adjusted")
    home.show_page(chosen, press, context)


def show_past(press: Press, context: Context) -> None:
    """What is past its best before, and is not offered any more."""
    chosen = buttons.read(press, context)
    if chosen is not None:
        _show_past(chosen, press, context)


def write_off(press: Press, context: Context) -> None:
    """These pieces are nobody's any more."""
    batch = stock.find_by_token(context.transaction, [*press.arguments, ""][0])
    pieces = number_in([*press.arguments, "", ""][1])
    if batch is None or pieces is None:
        fallback.unknown_button(press, context)
        return
    if not batch.is_past(context.now) or pieces != batch.free or not pieces:
        context.answer(press, "stock_refused.stock_moved", alert=True)
        return
    stock.write_off(context.transaction, batch.id, pieces, context.actor.id, context.now)
    context.answer(press, "press.written_off")
    _show_past(goods.get(context.transaction, batch.gift.goods), press, context)


def give_up(context: Context, _token: str) -> None:
    """``/cancel`` instead of a number: the stock stays as it is."""
    context.say("shop_desk/not_entered", buttons=[[Button("shop_desk.home", "stock")]])


def _expected(chosen: Goods, context: Context) -> int:
    there = stock.of_goods(context.transaction, chosen.id, context.now)
    return there.free + there.held + there.past


def _correct(chosen: Goods, difference: int, reason: Reason, context: Context) -> None:
    """What is missing is missing of what would have gone out first; what is too much belongs to what came last.

    Raises stock.TooFew when even what is promised to people is not there; then nothing has moved.
    """
    theirs = stock.batches(context.transaction, chosen.id)
    if not theirs or difference < -sum(batch.free for batch in theirs):
        raise stock.TooFew(chosen.id)
    if difference > 0:
        _move(max(theirs, key=lambda batch: batch.id), difference, reason, context)
    missing = max(-difference, 0)
    for batch in theirs:
        taken = min(missing, batch.free)
        if taken:
            _move(batch, -taken, reason, context)
        missing -= taken


def _move(batch: Batch, pieces: int, reason: Reason, context: Context) -> None:
    stock.correct(context.transaction, batch.id, pieces, reason, context.actor.id, context.now)


def _show_past(chosen: Goods, press: Press, context: Context) -> None:
    theirs = stock.batches(context.transaction, chosen.id)
    past = [batch for batch in theirs if batch.free and batch.is_past(context.now)]
    context.show(
        press,
        "shop_desk/past",
        buttons=[
            *(
                [
                    Button(
                        "shop_desk.write_off",
                        f"stock_off:{batch.token}:{batch.free}",
                        "danger",
                        {"pieces": batch.free, "donor": batch.gift.donor},
                    )
                ]
                for batch in past
            ),
            *_ways_on(chosen),
        ],
        name=chosen.name(context.language),
        past_batches=[
            Past(
                batch.gift.donor,
                batch.free,
                offers.last_day(batch.gift.best_before, context.language, context),
            )
            for batch in past
        ],
    )


def _reasons(chosen: Goods, counted: int, expected: int) -> Keyboard:
    fitting = [Reason.FOUND, Reason.MISCOUNTED] if counted > expected else list(Reason)
    data = f"stock_set:{chosen.token}:{counted}:{expected}"
    return [
        [Button(f"variance.{reason}", f"{data}:{reason}")]
        for reason in fitting
        if counted > expected or reason is not Reason.FOUND
    ]


def _ways_on(chosen: Goods) -> Keyboard:
    return [[Button("shop_desk.to_goods", f"stock_goods:{chosen.token}"), Button("shop_desk.home", "stock")]]
