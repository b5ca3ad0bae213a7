"""Giving a registration up: by ``/cancel`` or by not agreeing. What was answered is forgotten."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message
from handlers.registration import cards
from handlers.registration.lifecycle import Refusal, RegistrationAction, decide
from messages import keyboards
from storage import invitations, registrations
from storage.registrations import Registration


def cancel(_message: Message, context: Context) -> bool:
    """``/cancel`` while a question is open; returns whether one was."""
    registration = registrations.open_of(context.transaction, context.actor.id)
    if registration is None:
        return False
    abandon(registration, context)
    context.say("registration/abandoned", markup=keyboards.no_keyboard())
    return True


def abandon(registration: Registration, context: Context) -> None:
    """Give it up. The invitation it was begun on can be used again."""
    outcome = decide(registration, RegistrationAction.ABANDON, context.actor)
    if isinstance(outcome, Refusal):
        return
    abandoned = registrations.apply(context.transaction, outcome, context.now)
    cards.refresh(abandoned, context)
    registrations.forget_answers(context.transaction, abandoned.id)
    if abandoned.invitation is not None:
        invitations.release(context.transaction, abandoned.invitation)
