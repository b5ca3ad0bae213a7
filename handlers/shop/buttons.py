"""Buttons that speak of goods or of a redemption: ``action:token:version``, and how a press on one is read."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.shop.lifecycle import RedemptionAction, Refusal, decide
from messages.keyboards import Button
from storage import goods, redemptions
from storage.goods import Goods
from storage.redemptions import Redemption


@dataclass(frozen=True, slots=True)
class PressedGoods:
    """The goods that a button speaks of, the version it was made for, and the number that it carries besides."""

    goods: Goods
    version: int
    number: int

    @property
    def is_current(self) -> bool:
        """Whether the goods are as they were when the button was made."""
        return self.version == self.goods.version


def read(press: Press, context: Context) -> Goods | None:
    """The goods of a press, whatever their version; None, and the press is answered, when it speaks of none."""
    chosen = goods.find_by_token(context.transaction, [*press.arguments, ""][0])
    if chosen is None:
        fallback.unknown_button(press, context)
    return chosen


def read_version(press: Press, context: Context) -> PressedGoods | None:
    """The same with the version, and a number that may follow it (else 0)."""
    token, version, number = [*press.arguments, *("", "", "0")[len(press.arguments) :]][:3]
    chosen = goods.find_by_token(context.transaction, token)
    made_for, counted = number_in(version), number_in(number)
    if chosen is None or made_for is None or counted is None:
        fallback.unknown_button(press, context)
        return None
    return PressedGoods(chosen, made_for, counted)


def read_own(press: Press, context: Context) -> Redemption | None:
    """The redemption of a press, which is theirs; None, and the press is answered, for any other."""
    token = [*press.arguments, ""][0]
    redemption = redemptions.find_by_token(context.transaction, token)
    if redemption is None:
        fallback.unknown_button(press, context)
        return None
    if redemption.member_id != context.actor.id:
        context.answer(press, f"shop_refused.{Refusal.NOT_YOURS}", alert=True)
        return None
    return redemption


def read_permitted(press: Press, action: RedemptionAction, context: Context) -> Redemption | None:
    """The redemption of a press, if whoever presses may do that to it now; else they are told why not."""
    token, version = [*press.arguments, "", ""][:2]
    redemption, made_for = redemptions.find_by_token(context.transaction, token), number_in(version)
    if redemption is None or made_for is None:
        fallback.unknown_button(press, context)
        return None
    outcome = decide(redemption, action, context.actor, context.now, version=made_for)
    if isinstance(outcome, Refusal):
        context.answer(press, f"shop_refused.{outcome}", alert=True)
        return None
    return redemption


def number_in(text: str) -> int | None:
    """A count or version in a button's data; None for anything else that somebody may have made up."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def about(
    label: str, action: str, subject: Goods | Redemption, *choice: int, style: str | None = None
) -> Button:
    """A button about goods or a redemption as they are now."""
    return Button(label, ":".join([action, subject.token, str(subject.version), *map(str, choice)]), style)
