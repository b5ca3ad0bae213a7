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
from storage.candidates import Found
from storage.members import Member

PER_PAGE = 8  # people; buttons that a phone shows without scrolling
REASON_SHOWN = 20  # characters on a button


@dataclass(frozen=True, slots=True)
class PressedAward:
    """What a button speaks of and may do: an award, whom it is for if that is settled, and what was chosen."""

    award: Award
    recipient: Member | None
    choice: str


def read_permitted(press: Press, action: AwardAction, context: Context) -> PressedAward | None:
    """The award of a press, if whoever presses may do that to it now; else they are told why not."""
    token, version, choice = [*press.arguments, "", "", ""][:3]
    award = awards.find_by_token(context.transaction, token)
    if award is None or not is_number(version):
        fallback.unknown_button(press, context)
        return None
    pressed = PressedAward(award, recipient_of(award, context), choice)
    balance = 0 if award.member_id is None else ledger.balance(context.transaction, award.member_id)
    outcome = decide(
        award, action, context.actor, version=int(version), recipient=pressed.recipient, balance=balance
    )
    if isinstance(outcome, Refusal):
        refuse(press, outcome, pressed, context)
        return None
    return pressed


def refuse(press: Press, refusal: Refusal, pressed: PressedAward, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    name = "" if pressed.recipient is None else pressed.recipient.name
    context.answer(press, f"award_refused.{refusal}", alert=True, name=name, points=pressed.award.points or 0)


def recipient_of(award: Award, context: Context) -> Member | None:
    """Whom the award is for, as they are now; None while that is not settled."""
    return None if award.member_id is None else members.get(context.transaction, award.member_id)


def is_number(text: str) -> bool:
    """Whether it is a number that a button of ours can carry."""
    return text.isascii() and text.isdigit() and len(text) < 10


def drop(award: Award) -> Keyboard:
    """A way out."""
    return [[_drop(award)]]


def people(award: Award, found: Found, page: int) -> Keyboard:
    """Those who were found, a page of them, and the ways to the others."""
    rows: list[list[Button]] = [
        [
            Button(
                "awarding.candidate",
                _data("award_to", award, one.id),
                values={"name": one.name, "id": one.id},
            )
        ]
        for one in found.page
    ]
    turns = []
    if page > 0:
        turns.append(Button("station.earlier", _data("award_page", award, page - 1)))
    if (page + 1) * PER_PAGE < found.total:
        turns.append(Button("station.later", _data("award_page", award, page + 1)))
    return [*rows, *([turns] if turns else []), [_drop(award)]]


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
    reason = award.reason or ""
    values = {"points": award.points, "reason": reasons.shortened(reason, REASON_SHOWN)}
    return Button("awarding.undo_listed", _data("award_undo", award), values=values)


def _drop(award: Award) -> Button:
    return Button("awarding.drop", _data("award_drop", award))


def _data(action: str, award: Award, *choice: int) -> str:
    return ":".join([action, award.token, str(award.version), *map(str, choice)])
