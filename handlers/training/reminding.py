"""Reminders of trainings: 24 hours and 2 hours before, each moved to before quiet times, each said once.

A tick asks the database (`storage.reminders`) for two things, a page at a time, so that thousands of people hold up
nobody else's reply: whose times are to be worked out, and what is due. After a full page an event asks on; were that
lost, the next tick would ask.
"""

from __future__ import annotations

from collections.abc import Iterable

from handlers.address import Address
from handlers.context import Context
from handlers.events import Effect, Tick
from handlers.training import buttons, cards
from messages import catalogue, keyboards
from storage import members, outbox, reminders, signups, trainings
from storage.members import Member, MemberId
from storage.outbox import Lane, OutboxId
from storage.reminders import Awaited, Reminder
from storage.trainings import Training, TrainingId

HOUR = 3600 * 1000  # ms
HOURS_BEFORE = (24, 2)  # the day before, to plan by; and when it is time to think of leaving
AT_ONCE = 20  # people in one transaction: about 20 ms, as long as a batch may take
MORE = "more reminders"  # the event that asks on


def remind(_event: Tick | Effect, context: Context) -> None:
    """Work out the times that are missing, then say what is due."""
    awaited = reminders.unplanned(context.transaction, context.now, AT_ONCE)
    for person in awaited:
        _plan(person, context)
    due = reminders.due(context.transaction, context.now, AT_ONCE)
    for reminder in due:
        _say(reminder, context)
    if AT_ONCE in (len(awaited), len(due)):
        context.announce(MORE)


def take_back(training: TrainingId, why: str, context: Context) -> None:
    """Reminders that nobody has got yet are not to go out: the training is cancelled, or moved."""
    _take_back(reminders.waiting(context.transaction, training), why, context)


def take_back_from(training: TrainingId, member: MemberId, context: Context) -> None:
    """The same for somebody who does not come."""
    _take_back(reminders.waiting_for(context.transaction, training, member), "withdrawn", context)


def release(member: MemberId, why: str, context: Context) -> None:
    """Somebody leaves the team: their places are free for others, and nothing reminds them any more."""
    for training in signups.withdraw_from_coming(context.transaction, member, context.now):
        _take_back(reminders.waiting_for(context.transaction, training, member), why, context)


def _plan(person: Awaited, context: Context) -> None:
    quiet = context.quiet_of(members.get(context.transaction, person.member_id))
    for hours in HOURS_BEFORE:
        reminder = Reminder(person.training_id, person.member_id, hours, person.time_version)
        reminders.plan(context.transaction, reminder, quiet.last_readable(person.starts_at - hours * HOUR))


def _say(reminder: Reminder, context: Context) -> None:
    """One that still waits to be delivered has become needless by this one: never two at once."""
    waiting = reminders.waiting_for(context.transaction, reminder.training_id, reminder.member_id)
    _take_back(waiting, "superseded", context)
    training = trainings.get(context.transaction, reminder.training_id)
    member = members.get(context.transaction, reminder.member_id)
    row = _send(training, member, context)
    reminders.add(context.transaction, reminder, row, context.now)


def _send(training: Training, member: Member, context: Context) -> OutboxId:
    """Once the training has begun, nobody needs it any more."""
    address = context.to_member(member)
    return context.call(
        "sendMessage",
        address,
        {**_words(training, address, context), "parse_mode": "HTML"},
        lane=Lane.NOTICE,
        expires_at=training.starts_at,
    )


def _words(training: Training, address: Address, context: Context) -> dict[str, object]:
    values = {
        "training": cards.contents(training, address.language, context),
        "left": _left(training, context),
    }
    cannot = buttons.button("training.cannot_come", "training_cannot", training)
    return {
        "text": catalogue.text(address.language, "training/reminder", values),
        "reply_markup": keyboards.inline(address.language, [[cannot]]),
    }


def _left(training: Training, context: Context) -> int:
    """Hours until it begins, rounded; 0 for less than one."""
    left = training.starts_at - context.now
    return 0 if left < HOUR else round(left / HOUR)


def _take_back(rows: Iterable[OutboxId], why: str, context: Context) -> None:
    outbox.take_back(context.transaction, rows, why, context.now)
