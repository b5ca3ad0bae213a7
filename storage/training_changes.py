"""The steps of a training's life: decided by a rule, stored with their record, and never edited."""

from __future__ import annotations

from dataclasses import dataclass

from storage import trainings
from storage.database import Transaction
from storage.members import MemberId
from storage.trainings import Training, TrainingId, TrainingState


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a training's life, decided and not yet stored."""

    training_id: TrainingId
    version: int
    action: str
    actor_id: MemberId
    before: TrainingState
    after: TrainingState


class Conflict(Exception):
    """The training is no longer in the state that the change was decided on."""


def apply(transaction: Transaction, change: Change, now: int) -> Training:
    """Store a step and its record; returns the training as it is now. Raises Conflict when it has moved on."""
    changed = transaction.execute(
        "UPDATE trainings SET state = :after, version = version + 1,"
        " announced_at = CASE WHEN :after = 'published' THEN coalesce(announced_at, :now) ELSE announced_at END,"
        " held_at = CASE WHEN :after = 'held' THEN coalesce(held_at, :now) ELSE held_at END"
        " WHERE id = :id AND version = :version AND state = :before",
        {
            "id": change.training_id,
            "version": change.version,
            "before": change.before,
            "after": change.after,
            "now": now,
        },
    )
    if not changed:
        raise Conflict(f"training {change.training_id} is no longer {change.before} v{change.version}")
    _record(transaction, change, now)
    return trainings.get(transaction, change.training_id)


def _record(transaction: Transaction, change: Change, now: int) -> None:
    transaction.execute(
        "INSERT INTO training_changes (training_id, action, actor_id, state_before, state_after, changed_at)"
        " VALUES (:training, :action, :actor, :before, :after, :now)",
        {
            "training": change.training_id,
            "action": change.action,
            "actor": change.actor_id,
            "before": change.before,
            "after": change.after,
            "now": now,
        },
    )
