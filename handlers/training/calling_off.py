"""Calling a training off: never without a reason, and never by one slip of a thumb."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.events import Message, Press
from handlers.training import buttons, cards, notices, planning, reminding
from handlers.training.buttons import PressedTraining
from handlers.training.lifecycle import Refusal, TrainingAction, decide
from messages.keyboards import Button
from storage import training_changes, trainings
from storage.training_changes import Change
from storage.trainings import Training, TrainingState

LONGEST_REASON = 200  # characters; it is one sentence for everybody who has signed up


def ask_reason(press: Press, context: Context) -> None:
    """Ask why: they will all be told."""
    pressed = buttons.read(press, context)
    if pressed is None or _permitted(press, pressed, context) is None:
        return
    asking.expect(context, "training.reason", pressed.training.token)
    context.show(
        press,
        "training/ask_reason",
        buttons=[[_keep(pressed.training)]],
        training=cards.contents(pressed.training, context.language, context),
    )


def take_reason(message: Message, context: Context, subject: str) -> None:
    """The reason is known; now it is to be confirmed."""
    training = trainings.find_by_token(context.transaction, subject)
    reason = " ".join(message.text.split())
    if training is None or training.state is not TrainingState.PUBLISHED:
        asking.settle(context)
        context.say("training/draft_gone", buttons=[[Button("training.list", "training")]])
    elif len(reason) > LONGEST_REASON:
        context.say(
            "training/reason_too_long",
            buttons=[[_keep(training)]],
            longest=LONGEST_REASON,
            length=len(reason),
        )
    else:
        asking.settle(context)
        _confirm(trainings.note_reason(context.transaction, training, reason), reason, context)


def call_off(press: Press, context: Context) -> None:
    """It will not take place: whoever has signed up is told once, and reminded no more."""
    pressed = buttons.read(press, context)
    change = None if pressed is None else _permitted(press, pressed, context)
    if pressed is None or change is None:
        return
    if pressed.training.reason is None:  # a forged button: nobody was asked why
        buttons.refuse(press, Refusal.OUT_OF_DATE, pressed.training, context)
        return
    cancelled = training_changes.apply(context.transaction, change, context.now)
    asking.settle(context)
    reminding.take_back(cancelled.id, "cancelled", context)
    notices.tell_of_cancellation(cancelled, context)
    context.answer(press, "training.cancelled_now", taken=cards.taken(cancelled, context))
    planning.show_page(cancelled, press, context)


def give_up(context: Context, _subject: str) -> None:
    """``/cancel`` instead of a reason: it takes place."""
    context.say("training/stands", buttons=[[Button("training.list", "training")]])


def _permitted(press: Press, pressed: PressedTraining, context: Context) -> Change | None:
    outcome = decide(
        pressed.training, TrainingAction.CANCEL, context.actor, context.now, version=pressed.version
    )
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return None
    return outcome


def _confirm(training: Training, reason: str, context: Context) -> None:
    choices = [
        [buttons.button("training.call_off", "training_call_off", training, style="danger")],
        [buttons.button("training.reason", "training_cancel", training), _keep(training)],
    ]
    card = cards.contents(training, context.language, context)
    context.say("training/confirm_cancellation", buttons=choices, training=card, words=reason)


def _keep(training: Training) -> Button:
    return buttons.button("training.keep", "training_open", training)
