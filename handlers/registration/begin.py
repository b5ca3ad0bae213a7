"""Where a registration begins, and goes on from whatever it lacks."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.registration import submission
from handlers.registration.questions import Hole, ask, is_due, next_hole
from storage import registrations
from storage.members import Standing
from storage.registrations import Registration, RegistrationState


def go_on(context: Context, *, insist: bool = False, press: Press | None = None) -> None:
    """Ask `context.actor` for the first thing their registration lacks; there is one from now on.

    Whoever waits for a coordinator is told so; nothing happens to an active member without a registration. `insist`
    asks even if that was just asked; `press` is the button whose message may become the question.
    """
    unsettled = registrations.unsettled_of(context.transaction, context.actor.id)
    if _waits(unsettled, context):
        context.say("registration/waiting")
    elif unsettled is not None:
        proceed(unsettled, context, insist=insist, press=press)
    elif context.actor.standing is not Standing.ACTIVE:
        proceed(begin(context), context, insist=insist, press=press)


def begin(context: Context) -> Registration:
    """A registration of whoever acts, without any answer."""
    token = context.surroundings.new_token()
    return registrations.begin(context.transaction, context.actor.id, token, context.now)


def proceed(
    registration: Registration, context: Context, *, insist: bool = True, press: Press | None = None
) -> None:
    """Ask for the first hole, or finish when there is none."""
    hole = next_hole(registration, context.transaction)
    if hole is Hole.NONE:
        submission.finish(registration, context)
    elif insist or is_due(registration, hole, context.now):
        ask(registration, hole, context, press)


def _waits(unsettled: Registration | None, context: Context) -> bool:
    if unsettled is None:
        return context.actor.standing is Standing.PENDING
    return unsettled.state is RegistrationState.SUBMITTED
