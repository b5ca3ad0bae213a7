"""Registrations that were left open: whoever began is told once that they can go on, and they are forgotten."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.registration.abandoning import abandon
from messages.keyboards import Button
from storage import consents, members, registrations, unfinished
from storage.consents import Purpose
from storage.database import Transaction
from storage.members import Member
from storage.registrations import Registration

DAY = 24 * 3600 * 1000  # ms
REMIND_AFTER = 2 * DAY  # they still know what it was about
FORGET_AFTER = 7 * DAY  # names and numbers of people who did not come are nobody's business
NOTICE = DAY  # nothing is forgotten sooner after the reminder, even if that came late
AT_ONCE = 50  # registrations by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find a registration that was left open."""
    return bool(
        unfinished.registrations_to_remind_of(transaction, now - REMIND_AFTER)
        or unfinished.registrations_to_forget(transaction, now - FORGET_AFTER, now - NOTICE)
    )


def look_after(_tick: Tick, context: Context) -> None:
    """Remind of registrations, and forget those that nobody has come back to."""
    due = unfinished.registrations_to_forget(
        context.transaction, context.now - FORGET_AFTER, context.now - NOTICE
    )
    for left in due[:AT_ONCE]:
        _forget(registrations.get(context.transaction, left), context)
    reminded = 0
    for left in unfinished.registrations_to_remind_of(context.transaction, context.now - REMIND_AFTER):
        reminded += _remind(registrations.get(context.transaction, left), context)
        if reminded == AT_ONCE:
            break


def _remind(registration: Registration, context: Context) -> bool:
    """Remind them unless they are not to be disturbed: then a later tick does."""
    member = members.get(context.transaction, registration.member_id)
    if context.quiet_of(member).is_quiet(context.now):
        return False
    unfinished.note_registration_reminder(context.transaction, registration.id, context.now)
    go_on = [[Button("registration.go_on", "menu:start", style="success")]]
    context.say(
        "registration/left_open",
        to=context.to_member(member),
        buttons=go_on,
        days=(FORGET_AFTER - REMIND_AFTER) // DAY,
    )
    return True


def _forget(registration: Registration, context: Context) -> None:
    """Whoever never agreed to anything has told nothing, and is told nothing."""
    member = members.get(context.transaction, registration.member_id)
    context.actor = member
    abandon(registration, context)
    if consents.is_given(context.transaction, member.id, Purpose.REGISTRATION):
        _tell(member, context)


def _tell(member: Member, context: Context) -> None:
    readable = context.quiet_of(member).next_readable(context.now)
    context.say(
        "registration/forgotten",
        to=context.to_member(member),
        not_before=readable,
        days=FORGET_AFTER // DAY,
    )
