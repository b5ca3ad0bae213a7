"""Reminders of trainings: when each is due, and which were said.

When somebody is to be reminded depends on their quiet times, which SQL does not know. So a time is worked out once, by
a rule, and noted in `reminder_times`; what is due is then one question for three thousand people. A note is dropped by
the schema's triggers when quiet times or roles change, and does not count when the start has moved: `unplanned` finds
whose is missing, so that nobody who changes one of these need know of reminders.

What was said is a row of `reminders`, made in the transaction that puts the message into the outbox. Its key is what
makes a reminder happen once: the training, the announced start, the person, and how long before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.trainings import TrainingId


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who comes to a training, and whose reminders have no times yet. `starts_at` is UTC ms."""

    training_id: TrainingId
    member_id: MemberId
    starts_at: int
    time_version: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: of which announced start, for whom, and how many hours before the start it is meant to be."""

    training_id: TrainingId
    member_id: MemberId
    hours: int
    time_version: int


def are_due(transaction: Transaction, now: int) -> bool:
    """Whether a time has come, or is to be worked out."""
    return bool(due(transaction, now, 1)) or bool(unplanned(transaction, now, 1))


def unplanned(transaction: Transaction, now: int, limit: int) -> Sequence[Awaited]:
    """Whose times are to be worked out: new, or something has changed."""
    rows = transaction.all(
        "SELECT trainings.id, sign_ups.member_id, trainings.starts_at, trainings.time_version"
        " FROM trainings JOIN sign_ups ON sign_ups.training_id = trainings.id"
        " JOIN members ON members.id = sign_ups.member_id"
        " WHERE trainings.state = 'published' AND trainings.starts_at > :now"
        " AND sign_ups.state = 'signed_up' AND members.standing <> 'left'"
        " AND NOT EXISTS (SELECT 1 FROM reminder_times AS planned"
        " WHERE planned.training_id = trainings.id AND planned.member_id = sign_ups.member_id"
        " AND planned.time_version = trainings.time_version)"
        " ORDER BY trainings.starts_at, sign_ups.id LIMIT :limit",
        {"now": now, "limit": limit},
    )
    return [
        Awaited(TrainingId(row["id"]), MemberId(row["member_id"]), row["starts_at"], row["time_version"])
        for row in rows
    ]


def plan(transaction: Transaction, reminder: Reminder, due_at: int) -> None:
    """Note when somebody is to be reminded, UTC ms."""
    transaction.execute(
        "INSERT INTO reminder_times (training_id, member_id, hours, time_version, due_at)"
        " VALUES (:training, :member, :hours, :time_version, :due_at)"
        " ON CONFLICT (training_id, member_id, hours)"
        " DO UPDATE SET time_version = excluded.time_version, due_at = excluded.due_at",
        {**_key(reminder), "due_at": due_at},
    )


def due(transaction: Transaction, now: int, limit: int) -> Sequence[Reminder]:
    """What is to be said now: one for each person and training, the closest to the start of those that are late.

    A time that had come before the person or the start was there does not count: they have just been told. A reminder
    that was said makes those needless that should have come before it.
    """
    rows = transaction.all(
        "SELECT trainings.id, sign_ups.member_id, trainings.time_version, min(planned.hours) AS hours"
        " FROM trainings JOIN sign_ups ON sign_ups.training_id = trainings.id"
        " JOIN members ON members.id = sign_ups.member_id"
        " JOIN reminder_times AS planned ON planned.training_id = trainings.id"
        " AND planned.member_id = sign_ups.member_id AND planned.time_version = trainings.time_version"
        " WHERE trainings.state = 'published' AND trainings.starts_at > :now"
        " AND sign_ups.state = 'signed_up' AND members.standing <> 'left' AND planned.due_at <= :now"
        " AND planned.due_at > sign_ups.signed_up_at AND planned.due_at > trainings.announced_at"
        " AND NOT EXISTS (SELECT 1 FROM reminders WHERE reminders.training_id = trainings.id"
        " AND reminders.member_id = sign_ups.member_id AND reminders.time_version = trainings.time_version"
        " AND reminders.hours <= planned.hours)"
        " GROUP BY trainings.id, sign_ups.member_id, trainings.time_version"
        " ORDER BY min(planned.due_at), trainings.id, sign_ups.member_id LIMIT :limit",
        {"now": now, "limit": limit},
    )
    return [
        Reminder(TrainingId(row["id"]), MemberId(row["member_id"]), row["hours"], row["time_version"])
        for row in rows
    ]


def add(transaction: Transaction, reminder: Reminder, outbox_id: OutboxId, now: int) -> None:
    """A reminder is being said. Raises sqlite3.IntegrityError when it was said before."""
    transaction.execute(
        "INSERT INTO reminders (training_id, member_id, hours, time_version, outbox_id, said_at)"
        " VALUES (:training, :member, :hours, :time_version, :outbox_id, :now)",
        {**_key(reminder), "outbox_id": outbox_id, "now": now},
    )


def waiting(transaction: Transaction, training: TrainingId) -> Sequence[OutboxId]:
    """A training's reminders that nobody has got yet: paced, or to somebody out of reach."""
    rows = transaction.all(
        "SELECT outbox_id FROM reminders JOIN outbox ON outbox.id = outbox_id"
        " WHERE training_id = :training AND outbox.state = 'waiting'",
        {"training": training},
    )
    return [OutboxId(row["outbox_id"]) for row in rows]


def waiting_for(transaction: Transaction, training: TrainingId, member: MemberId) -> Sequence[OutboxId]:
    """The same for one person."""
    rows = transaction.all(
        "SELECT outbox_id FROM reminders JOIN outbox ON outbox.id = outbox_id"
        " WHERE training_id = :training AND member_id = :member AND outbox.state = 'waiting'",
        {"training": training, "member": member},
    )
    return [OutboxId(row["outbox_id"]) for row in rows]


def forget_times(transaction: Transaction, now: int) -> int:
    """Drop the times of what has begun or is cancelled; returns how many."""
    return transaction.execute(
        "DELETE FROM reminder_times WHERE training_id IN"
        " (SELECT id FROM trainings WHERE state <> 'published' OR starts_at <= :now)",
        {"now": now},
    )


def _key(reminder: Reminder) -> dict[str, object]:
    return {
        "training": reminder.training_id,
        "member": reminder.member_id,
        "hours": reminder.hours,
        "time_version": reminder.time_version,
    }
