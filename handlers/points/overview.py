"""``/points``: how many, where from, and how to earn more, in one message."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import menu
from handlers.context import Context
from handlers.events import Message, Press
from handlers.points import earning, reasons
from handlers.points.earning import Cause
from handlers.training.lifecycle import is_on_the_team
from messages import times
from messages.keyboards import Button, Keyboard
from storage import ledger
from storage.ledger import Movement

SHOWN = 10  # movements


@dataclass(frozen=True, slots=True)
class Line:
    """A movement as the message shows it: `points` with their sign, why, and when by the clocks here."""

    points: str
    reason: str
    when: str


def show(event: Message | Press, context: Context) -> None:
    """Say what whoever acts has, and the last movements, the newest first."""
    account = ledger.account_of(context.actor.id)
    moved = ledger.movements(context.transaction, account, SHOWN + 1)
    context.show(
        event,
        "points/overview",
        buttons=_buttons(context),
        person=context.actor,
        balance=ledger.balance(context.transaction, context.actor.id),
        lines=[_line(movement, context) for movement in moved[:SHOWN]],
        has_more=len(moved) > SHOWN,
        for_a_report=earning.worth_of(context, Cause.REPORT),
    )


def _buttons(context: Context) -> Keyboard:
    if menu.is_outside(context.actor):
        return [[menu.JOIN]]
    spend = [Button("menu.shop", "shop")] if is_on_the_team(context.actor) else []
    return [[*spend, Button("menu.back", "menu:start")]]


def _line(movement: Movement, context: Context) -> Line:
    return Line(
        points=f"{movement.points:+d}",
        reason=reasons.in_words(movement.cause, movement.subject, context.language, context.transaction),
        when=times.moment(context.language, context.local_time_of(movement.recorded_at)),
    )
