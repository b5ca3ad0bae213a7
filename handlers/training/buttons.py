"""Buttons that speak of a training: ``action:token:version``, and how a press on one is read and refused."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.training.lifecycle import Refusal
from messages.keyboards import Button
from storage import signups, trainings
from storage.trainings import Training, TrainingState


@dataclass(frozen=True, slots=True)
class PressedTraining:
    """What a button claims to be about: a training, the version it was made for, and what was chosen."""

    training: Training
    version: int
    choices: tuple[str, ...]


def read(press: Press, context: Context) -> PressedTraining | None:
    """The training of a press; None, and the press is answered, when the button speaks of none."""
    token, version, *choices = [*press.arguments, "", ""]
    training = trainings.find_by_token(context.transaction, token)
    number = number_in(version)
    if training is None or number is None:
        fallback.unknown_button(press, context)
        return None
    return PressedTraining(training, number, tuple(choices))


def refuse(press: Press, refusal: Refusal, training: Training, context: Context) -> None:
    """Say precisely why a press changes nothing."""
    if refusal is Refusal.NOT_ON_THE_TEAM:
        fallback.refuse(press, context)
        return
    context.answer(press, f"training_refused.{refusal}", alert=True, **refused_values(training, context))


def refused_values(training: Training, context: Context) -> dict[str, object]:
    """What the words of a refusal may speak of."""
    is_nameless = training.state in (TrainingState.DRAFT, TrainingState.DISCARDED)
    return {
        "topic": training.items.topic or "" if is_nameless else training.topic,
        "places": training.items.places or 0,
        "taken": signups.count(context.transaction, training.revises or training.id),
    }


def number_in(text: str) -> int | None:
    """A count or version in a button's data; None for anything else that somebody may have made up."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def button(
    label: str,
    action: str,
    training: Training,
    *choices: object,
    style: str | None = None,
    **values: object,
) -> Button:
    """A button about a training as it is now."""
    return Button(label, data(action, training, *choices), style, values)


def data(action: str, training: Training, *choices: object) -> str:
    """What comes back when it is pressed."""
    return ":".join([action, training.token, str(training.version), *map(str, choices)])
