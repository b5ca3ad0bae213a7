"""A draft becomes public: as a new training, or as a change of one that people may have signed up for."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context
from handlers.events import Press
from handlers.training import buttons, cards, notices, planning, reminding
from handlers.training.buttons import PressedTraining
from handlers.training.lifecycle import Refusal, TrainingAction, decide
from messages.keyboards import Button
from storage import training_changes, trainings
from storage.training_changes import Change
from storage.trainings import Training, TrainingId


def publish(press: Press, context: Context) -> None:
    """Everybody on the team can see it from now on; whoever has signed up is told what has changed."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return
    if pressed.training.revises is None:
        _publish(press, pressed, context)
    else:
        _apply(press, pressed, pressed.training.revises, context)


def _publish(press: Press, pressed: PressedTraining, context: Context) -> None:
    outcome = _decide(pressed.training, TrainingAction.PUBLISH, pressed.version, context)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.training, context)
        return
    published = training_changes.apply(context.transaction, outcome, context.now)
    asking.settle_about(context, published.token)
    context.answer(press, "training.published")
    ways = [
        [buttons.button("training.to_page", "training_open", published)],
        [Button("training.list", "training")],
    ]
    card = cards.contents(published, context.language, context)
    context.edit_pressed(press, "training/published", buttons=ways, training=card)


def _apply(press: Press, pressed: PressedTraining, revised: TrainingId, context: Context) -> None:
    draft, published = pressed.training, trainings.get(context.transaction, revised)
    applied = _decide(draft, TrainingAction.APPLY, pressed.version, context)
    if isinstance(applied, Refusal):
        buttons.refuse(press, applied, draft, context)
        return
    change = _decide(published, TrainingAction.REVISE, draft.revises_version, context)
    if isinstance(change, Refusal):
        meanwhile = Refusal.CHANGED_MEANWHILE if change is Refusal.OUT_OF_DATE else change
        buttons.refuse(press, meanwhile, published, context)
        return
    training_changes.apply(context.transaction, applied, context.now)
    asking.settle_about(context, draft.token)
    _change(press, published, draft, change, context)


def _change(press: Press, published: Training, draft: Training, change: Change, context: Context) -> None:
    """The new start counts from now on, and reminders of the old one are not sent any more."""
    changed = training_changes.apply(context.transaction, change, context.now)
    changed = trainings.save_items(context.transaction, changed, draft.items)
    if changed.starts_at != published.starts_at:
        trainings.announce_start(context.transaction, changed, context.now)
        reminding.take_back(changed.id, "moved", context)
    if changed.items != published.items:
        notices.tell_of_change(changed, published.items, context)
    context.answer(press, "training.applied", taken=cards.taken(changed, context))
    planning.show_page(changed, press, context)


def _decide(
    training: Training, action: TrainingAction, version: int | None, context: Context
) -> Change | Refusal:
    return decide(
        training, action, context.actor, context.now, version=version, taken=cards.taken(training, context)
    )
