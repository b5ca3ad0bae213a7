"""Signing up for a training by one tap, and withdrawing by another; a withdrawal frees the place at once."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.training import browsing, buttons, cards, reminding
from handlers.training.buttons import PressedTraining
from handlers.training.lifecycle import Refusal, SignUpAction, Step, eligibility
from storage import signups


def sign_up(press: Press, context: Context) -> None:
    """They will come."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    outcome = _outcome(pressed, SignUpAction.SIGN_UP, pressed.version, context)
    if isinstance(outcome, Refusal):
        _refuse(press, outcome, pressed, context)
        return
    signups.enter(context.transaction, pressed.training.id, context.actor.id, context.now)
    context.answer(press, "training.signed_up_now")
    browsing.show_card_of(pressed.training, press, context)


def withdraw(press: Press, context: Context) -> None:
    """They will not come after all; the card says so."""
    pressed = buttons.read(press, context)
    if pressed is not None and _withdraw(press, pressed, context):
        browsing.show_card_of(pressed.training, press, context)


def cannot_come(press: Press, context: Context) -> None:
    """The same, below a reminder: that becomes the last word about it."""
    pressed = buttons.read(press, context)
    if pressed is not None and _withdraw(press, pressed, context):
        again = [[buttons.button("training.to_card", "training_card", pressed.training)]]
        card = cards.contents(pressed.training, context.language, context)
        context.edit_pressed(press, "training/withdrawn", buttons=again, training=card)


def _withdraw(press: Press, pressed: PressedTraining, context: Context) -> bool:
    """Whoever cannot come cannot come to a training that has changed either: any version will do."""
    outcome = _outcome(pressed, SignUpAction.WITHDRAW, None, context)
    if isinstance(outcome, Refusal):
        _refuse(press, outcome, pressed, context)
        return False
    part = signups.find(context.transaction, pressed.training.id, context.actor.id)
    assert part is not None  # else it was refused
    signups.set_state(context.transaction, part.id, outcome.after)
    reminding.take_back_from(pressed.training.id, context.actor.id, context)
    context.answer(press, "training.withdrawn_now")
    return True


def _outcome(
    pressed: PressedTraining, action: SignUpAction, version: int | None, context: Context
) -> Step | Refusal:
    return eligibility(
        pressed.training,
        action,
        context.actor,
        signups.find(context.transaction, pressed.training.id, context.actor.id),
        context.now,
        taken=signups.count(context.transaction, pressed.training.id),
        version=version,
    )


def _refuse(press: Press, refusal: Refusal, pressed: PressedTraining, context: Context) -> None:
    """Say why not, and show the training as it is by now: whoever pressed had an older card before them."""
    buttons.refuse(press, refusal, pressed.training, context)
    if refusal in (Refusal.OUT_OF_DATE, Refusal.FULL):
        browsing.show_card_of(pressed.training, press, context)
