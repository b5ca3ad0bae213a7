"""Giving a registration up: by ``/cancel`` or by not agreeing. What was answered is forgotten."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message
from handlers.registration import cards
from handlers.registration.lifecycle import Refusal, RegistrationAction, decide
from handlers.registration.parting import part
from messages import keyboards
from storage import invitations, members, registrations
from storage.members import Standing
from storage.registrations import Registration


def cancel(_message: Message, context: Context) -> bool:
    """``/cancel`` while a question is open; returns whether one was."""
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        return False
    stay_outside(registration, context)
    return True


def stay_outside(registration: Registration, context: Context) -> None:
    """Give it up for good, and say so."""
    had_draft = let_go(registration, context)
    context.say("registration/abandoned", markup=keyboards.no_keyboard(), had_draft=had_draft)


def time_out(registration: Registration, context: Context) -> None:
    """Somebody opened an invitation and wandered off: others may use it now, and they are told."""
    had_draft = let_go(registration, context)
    applicant = context.to_member(members.get(context.transaction, registration.member_id))
    context.say("registration/timed_out", to=applicant, markup=keyboards.no_keyboard(), had_draft=had_draft)


def let_go(registration: Registration, context: Context) -> bool:
    """Give it up, and all that it led to; returns whether that was an unfinished report too.

    Whoever is on the team already stays what they are.
    """
    abandon(registration, context)
    applicant = members.get(context.transaction, registration.member_id)
    return applicant.standing is not Standing.ACTIVE and part(applicant.id, context)


def abandon(registration: Registration, context: Context) -> None:
    """Give it up. The invitation it was begun on can be used again."""
    applicant = members.get(context.transaction, registration.member_id)
    outcome = decide(registration, RegistrationAction.ABANDON, applicant)
    if isinstance(outcome, Refusal):
        return
    abandoned = registrations.apply(context.transaction, outcome, context.now)
    cards.refresh(abandoned, context)
    registrations.forget_answers(context.transaction, abandoned.id)
    if abandoned.invitation is not None:
        invitations.release(context.transaction, abandoned.invitation)
