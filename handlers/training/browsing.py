"""``/training``: the trainings to come, a card each, to leaf through and sign up by one tap."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.events import Message, Press
from handlers.training import buttons, cards, planning
from handlers.training.lifecycle import COORDINATORS
from messages.keyboards import Button, Keyboard
from storage import trainings
from storage.signups import SignUpState
from storage.trainings import Training, TrainingState


def show(event: Message | Press, context: Context) -> None:
    """A coordinator sees the list of all; everybody else the next training."""
    if context.actor.roles & COORDINATORS:
        if isinstance(event, Press):  # "later on", from a question
            _leave_draft(context)
        planning.show_list(event, context)
        return
    soonest = trainings.coming(context.transaction, context.now, 1)
    if soonest:
        show_card_of(soonest[0], event, context)
    else:
        context.show(event, "training/none", buttons=[[Button("menu.back", "menu:start")]])


def show_card(press: Press, context: Context) -> None:
    """Another training's card in the same message."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    if pressed.training.state in (TrainingState.DRAFT, TrainingState.DISCARDED, TrainingState.APPLIED):
        context.answer(press, "training_refused.still_draft", alert=True)
    else:
        show_card_of(pressed.training, press, context)


def show_card_of(training: Training, event: Message | Press, context: Context) -> None:
    """What it is, how whoever acts stands with it, and what they can do."""
    card = cards.contents_for(training, context.actor.id, context.language, context)
    is_open = training.state is TrainingState.PUBLISHED and not card.has_begun
    steps = _steps(training, card) if is_open else []
    context.show(event, "training/card", buttons=[*steps, *_ways(training, is_open, context)], training=card)


def _leave_draft(context: Context) -> None:
    """Nothing more is expected for the draft until it is gone on with."""
    draft = trainings.draft_of(context.transaction, context.actor.id)
    if draft is not None:
        asking.settle_about(context, draft.token)


def _steps(training: Training, card: cards.Contents) -> Keyboard:
    if card.part is SignUpState.SIGNED_UP:
        return [[buttons.button("training.withdraw", "training_withdraw", training)]]
    if card.is_full:
        return []
    return [[buttons.button("training.sign_up", "training_join", training, style="success")]]


def _ways(training: Training, is_open: bool, context: Context) -> Keyboard:
    """To the cards before and after it, and out."""
    out = [Button("menu.back", "menu:start")]
    if context.actor.roles & COORDINATORS:
        out = [Button("training.list", "training"), *out]
    if not is_open:
        return [[Button("training.others", "training")], out]
    here = trainings.place_in_line(context.transaction, training, context.now)
    turns = [
        buttons.button(label, "training_card", neighbour)
        for label, place in (("training.earlier", here - 1), ("training.later", here + 1))
        if place >= 0
        for neighbour in trainings.coming(context.transaction, context.now, 1, place)
    ]
    return [turns, out] if turns else [out]
