"""A coordinator lets somebody in, or does not and says why; every card shows that, and they are told."""

from __future__ import annotations

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration import buttons, cards, offers, submission
from handlers.registration.lifecycle import DeclineReason, Refusal, RegistrationAction, decide
from handlers.registration.parting import part
from messages.keyboards import Button
from storage import members, registrations
from storage.registrations import Change

SHOWN_AT_ONCE = 10  # cards that /waiting sends; more would only bury each other


def approve(press: Press, context: Context) -> None:
    """Let them in as a courier."""
    decided = _decide(press, RegistrationAction.APPROVE, context)
    if decided is None:
        return
    registration = submission.admit(decided, offers.AS_COURIER, context)
    context.answer(press, "press.approved", about=[registration.member_id], name=registration.name)
    applicant = context.to_member(members.get(context.transaction, registration.member_id))
    report = [[Button("menu.report", "report", style="success")]]
    context.say("registration/approved", to=applicant, buttons=report)


def ask_why(press: Press, context: Context) -> None:
    """Not letting them in takes a reason: choose one below the card."""
    decided = _decide(press, RegistrationAction.DECLINE, context)
    if decided is not None:
        registration = registrations.get(context.transaction, decided.registration_id)
        cards.show_pressed(press, registration, buttons.reasons(registration), context)


def reconsider(press: Press, context: Context) -> None:
    """Back from the reasons to the card."""
    decided = _decide(press, RegistrationAction.DECLINE, context)
    if decided is not None:
        registration = registrations.get(context.transaction, decided.registration_id)
        cards.show_pressed(press, registration, buttons.decisions(registration), context)


def decline(press: Press, context: Context) -> None:
    """Do not let them in, for the reason pressed; they are told what to do about it."""
    reason = choice(DeclineReason, press.data.split(":")[-1])
    if reason is None:
        fallback.unknown_button(press, context)
        return
    decided = _decide(press, RegistrationAction.DECLINE, context, reason)
    if decided is None:
        return
    registration = registrations.apply(context.transaction, decided, context.now)
    members.turn_away(context.transaction, registration.member_id)
    context.answer(press, "press.declined", about=[registration.member_id], name=registration.name)
    cards.refresh(registration, context)
    registrations.forget_answers(context.transaction, registration.id)
    had_draft = part(registration.member_id, context)
    applicant = context.to_member(members.get(context.transaction, registration.member_id))
    context.say("registration/declined", to=applicant, why=reason, had_draft=had_draft)


def show_waiting(_event: Message | Press, context: Context) -> None:
    """``/waiting``: those who want to join, the longest waiting first."""
    waiting = registrations.waiting(context.transaction, SHOWN_AT_ONCE)
    total = registrations.count_waiting(context.transaction)
    context.say("registration/waiting_list", total=total, listed=len(waiting))
    for registration in waiting:
        cards.deal(registration, [context.actor], context)


def _decide(
    press: Press, action: RegistrationAction, context: Context, reason: DeclineReason | None = None
) -> Change | None:
    """The step that a button asks for; None, and the press is answered, when it may not be taken."""
    pressed = buttons.read(press, context)
    if pressed is None:
        return None
    outcome = decide(pressed.registration, action, context.actor, version=pressed.version, reason=reason)
    if isinstance(outcome, Refusal):
        buttons.refuse(press, outcome, pressed.registration, context)
        return None
    return outcome
