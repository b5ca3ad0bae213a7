"""Buttons that speak of an award: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.points import reasons
from handlers.points.amounts import OFFERED
from handlers.points.lifecycle import AwardAction, Refusal, decide
from messages.keyboards import Button, Keyboard
from storage import awards, ledger, members
from storage.awards import Award
from storage.members import Member

REASON_SHOWN = 20  # characters on a button


@dataclass(frozen=True, slots=True)
class PressedAward:
    """What a button speaks of: an award, whom it is for as they are now, and what was chosen."""

    award: Award
    recipient: Member
    choice: str


def read_permitted(press: Press, action: AwardAction, context: Context) -> PressedAward | None:
    """The award of a press, if whoever presses may do that to it now; else they are told why not."""
    token, version, choice = [*press.arguments, "", "", ""][:3]
    award = awards.find_by_token(context.transaction, token)
    if award is None or not (version.isascii() and version.isdigit() and len(version) < 10):
        fallback.unknown_button(press, context)
        return None
    recipient = members.get(context.transaction, award.member_id)
    balance = ledger.balance(context.transaction, recipient.id)
    outcome = decide(award, action, context.actor, recipient, version=int(version), balance=balance)
    if isinstance(outcome, Refusal):
        refuse(press, outcome, recipient, context, award.points)
        return None
    return PressedAward(award, recipient, choice)


def refuse(
    press: Press, refusal: Refusal, recipient: Member, context: Context, points: int | None = None
) -> None:
    """Say precisely why a press changes nothing."""
    context.answer(
        press,
        f"award_refused.{refusal}",
        alert=True,
        about=[recipient.id],
        name=recipient.name,
        points=points or 0,
    )


def drop(award: Award) -> Keyboard:
    """A way out."""
    return [[_drop(award)]]


def points(award: Award, given: Sequence[Award]) -> Keyboard:
    """How many; and what the same person was `given` lately, to take it back."""
    offered = [
        Button("awarding.points", _data("award_points", award, number), values={"points": number})
        for number in OFFERED
    ]
    return [offered, *([_undo_listed(one)] for one in given), [_drop(award)]]


def confirm(award: Award) -> Keyboard:
    """The last word."""
    return [[Button("awarding.give", _data("award_give", award), style="success")], [_drop(award)]]


def undo(award: Award) -> Keyboard:
    """Take back what was given, or go on."""
    return [[Button("awarding.undo", _data("award_undo", award))], [Button("menu.back", "menu:start")]]


def _undo_listed(award: Award) -> Button:
    reason = reasons.shortened(award.reason or "", REASON_SHOWN)
    values = {"points": award.points, "reason": reason}
    return Button("awarding.undo_listed", _data("award_undo", award), values=values)


def _drop(award: Award) -> Button:
    return Button("awarding.drop", _data("award_drop", award))


def _data(action: str, award: Award, *choice: int) -> str:
    return ":".join([action, award.token, str(award.version), *map(str, choice)])
