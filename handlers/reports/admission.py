"""Who may begin a report: couriers, and whoever is not on the team yet, whose draft waits until they are.

Whoever is muted may not for a while. Buttons of a report are looked at in `buttons.read_permitted`.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers import fallback, muted
from handlers.context import Context
from handlers.events import Message, Press
from storage.members import Member, Role, Standing


def may_report(member: Member) -> bool:
    """Whether what somebody sends can become a report; those with another part on the team take care of reports."""
    if Role.COURIER in member.roles:
        return True
    return not member.roles and member.standing is not Standing.ACTIVE


def of_reporters(handler: Callable[[Message, Context], None]) -> Callable[[Message, Context], None]:
    """Only what comes from somebody who may report."""

    def handle(message: Message, context: Context) -> None:
        if not may_report(context.actor):
            fallback.refuse_report(message, context)
        elif not muted.refuses(message, context):
            handler(message, context)

    return handle


def press_of_reporters(handler: Callable[[Press, Context], None]) -> Callable[[Press, Context], None]:
    """Only presses of somebody who may report."""

    def handle(press: Press, context: Context) -> None:
        if not may_report(context.actor):
            fallback.refuse_report(press, context)
        elif not muted.refuses(press, context):
            handler(press, context)

    return handle
