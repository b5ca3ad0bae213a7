"""Buttons that speak of an award: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.points import reasons
from handlers.points.amounts import OFFERED
from handlers.points.lifecycle import AwardAction, Refusal, UndoReason
from handlers.points.lifecycle import decide as outcome_of
from messages.keyboards import Button, Keyboard
from storage import awards, ledger, members
from storage.awards import Award
from storage.ledger import Account
from storage.members import Member
from storage.point_rules import CreditClass

KEEP = "keep"  # what is given, in place of a reason to take it back
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
    balance = ledger.balance_of(context.transaction, account(award))
    outcome = outcome_of(award, action, context.actor, recipient, version=int(version), balance=balance)
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


def confirm(award: Award, *, waits: bool) -> Keyboard:
    """The last word, which may be another coordinator's; and what the points are good for."""
    is_honour = award.credit_class is CreditClass.HONOUR
    other = CreditClass.EARNED if is_honour else CreditClass.HONOUR
    return [
        [Button("awarding.ask" if waits else "awarding.give", _data("award_give", award), style="success")],
        [Button(f"awarding.as_{other}", _data("award_class", award, other))],
        [_drop(award)],
    ]


def decide(award: Award) -> Keyboard:
    """What another coordinator can say."""
    return [
        [Button("awarding.confirm", _data("award_confirm", award), style="success")],
        [Button("awarding.decline", _data("award_decline", award))],
    ]


def withdraw(award: Award) -> Keyboard:
    """What its maker can do while it waits."""
    return [
        [Button("awarding.withdraw", _data("award_withdraw", award))],
        [Button("menu.back", "menu:start")],
    ]


def waiting(award: Award, name: str) -> Button:
    """One of those that wait, in a list."""
    values = {"name": name, "points": award.points}
    return Button("awarding.waiting", _data("award_pending", award), values=values)


def undo(award: Award) -> Keyboard:
    """Take back what was given, or go on."""
    return [[Button("awarding.undo", _data("award_undo", award))], [Button("menu.back", "menu:start")]]


def undo_reasons(award: Award) -> Keyboard:
    """Why it is taken back, or that it is not."""
    offered = [
        [Button(f"undo_reason.{reason}", _data("award_undo", award, reason))]
        for reason in UndoReason
        if reason is not UndoReason.OTHER
    ]
    return [*offered, [Button("awarding.keep", _data("award_undo", award, KEEP))]]


def account(award: Award) -> Account:
    """Where its points go, or are."""
    is_honour = award.credit_class is CreditClass.HONOUR
    return ledger.honour_of(award.member_id) if is_honour else ledger.account_of(award.member_id)


def _undo_listed(award: Award) -> Button:
    reason = reasons.shortened(award.reason or "", REASON_SHOWN)
    values = {"points": award.points, "reason": reason}
    return Button("awarding.undo_listed", _data("award_undo", award), values=values)


def _drop(award: Award) -> Button:
    return Button("awarding.drop", _data("award_drop", award))


def _data(action: str, award: Award, *choice: object) -> str:
    return ":".join([action, award.token, str(award.version), *map(str, choice)])
