"""An award is given with one press, and can be taken back with another; each counts once."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.events import Press
from handlers.points import buttons, earning
from handlers.points.earning import Cause
from handlers.points.lifecycle import AwardAction
from messages.keyboards import Button, Keyboard
from storage import awards, ledger
from storage.awards import Award
from storage.members import Member

AFTERWARDS: Keyboard = ((Button("menu.award", "award"), Button("menu.back", "menu:start")),)


def give(press: Press, context: Context) -> None:
    """The points are theirs, and they are told what for."""
    pressed = buttons.read_permitted(press, AwardAction.GIVE, context)
    if pressed is None:
        return
    award, recipient = awards.give(context.transaction, pressed.award), pressed.recipient
    earning.pay(context, recipient.id, Cause.AWARD, award.id, worth=award.points or 0)
    context.answer(press, "press.awarded")
    _show(press, "points/given", award, recipient, buttons.undo(award), context)
    _tell("points/awarded", award, recipient, context)


def drop(press: Press, context: Context) -> None:
    """Nobody gets anything."""
    pressed = buttons.read_permitted(press, AwardAction.DROP, context)
    if pressed is None:
        return
    awards.drop(context.transaction, pressed.award)
    asking.settle_about(context, pressed.award.token)
    context.edit_pressed(press, "points/dropped", buttons=AFTERWARDS)


def undo(press: Press, context: Context) -> None:
    """Take back what was given by mistake, whoever gave it; they are told."""
    pressed = buttons.read_permitted(press, AwardAction.UNDO, context)
    if pressed is None:
        return
    award, recipient = awards.undo(context.transaction, pressed.award), pressed.recipient
    earning.take_back(context, recipient.id, Cause.AWARD, award.id)
    _end_own_draft(context)
    context.answer(press, "press.award_undone")
    _show(press, "points/undone", award, recipient, AFTERWARDS, context)
    _tell("points/taken_back", award, recipient, context)


def _end_own_draft(context: Context) -> None:
    """Whoever takes points back was not about to give some: the button may stand below that question."""
    draft = awards.draft_of(context.transaction, context.actor.id)
    if draft is not None:
        awards.drop(context.transaction, draft)
        asking.settle_about(context, draft.token)


def _show(
    press: Press, template: str, award: Award, recipient: Member, shown: Keyboard, context: Context
) -> None:
    context.edit_pressed(
        press,
        template,
        buttons=shown,
        about=[recipient.id],
        name=recipient.name,
        points=award.points,
        reason=award.reason,
        balance=ledger.balance(context.transaction, recipient.id),
    )


def _tell(template: str, award: Award, recipient: Member, context: Context) -> None:
    """Whoever pressed is not named: points come from the team."""
    context.say(
        template,
        to=context.to_member(recipient),
        points=award.points,
        reason=award.reason,
        balance=ledger.balance(context.transaction, recipient.id),
    )
