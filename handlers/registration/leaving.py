"""``/leave``: roles lapse and consents end, history stays; ``/start`` brings them back."""

from __future__ import annotations

from handlers import commands_menu
from handlers.context import Context
from handlers.events import Message, Press
from handlers.registration.abandoning import abandon
from handlers.registration.parting import part
from handlers.reports import abandoned_grids
from handlers.training import reminding
from messages.keyboards import Button
from storage import broadcast_recipients, consents, grids, hazard_relays, members, registrations
from storage.consents import Purpose
from storage.members import Standing


def explain(event: Message | Press, context: Context) -> None:
    """Say what leaving means, and ask whether they mean it."""
    if context.actor.standing not in (Standing.ACTIVE, Standing.PENDING):
        agrees = any(consents.is_given(context.transaction, context.actor.id, purpose) for purpose in Purpose)
        context.show(event, "leaving/not_in", agrees=agrees)
        return
    version = consents.version(context.transaction, context.actor.id)
    choices = [
        [Button("leaving.leave", f"leave:{version}", style="danger")],
        [Button("leaving.stay", "menu:start")],
    ]
    context.show(event, "leaving/explain", buttons=choices)


def leave(press: Press, context: Context) -> None:
    """They are no longer on the team, or no longer wait to be."""
    if context.actor.standing not in (Standing.ACTIVE, Standing.PENDING):
        context.answer(press, "press.left_already", alert=True)
    elif press.arguments != [str(consents.version(context.transaction, context.actor.id))]:
        context.answer(press, "press.out_of_date", alert=True)
    else:
        _leave(context)
        context.answer(press, "press.left_now")
        context.edit_pressed(press, "leaving/left")


def _leave(context: Context) -> None:
    member = context.actor.id
    unsettled = registrations.unsettled_of(context.transaction, member)
    if unsettled is not None:
        abandon(unsettled, context)
    if context.actor.standing is Standing.ACTIVE:
        reminding.release(member, "left", context)
        members.retire(context.transaction, member)
        abandoned_grids.note(member, context)
        grids.resign(context.transaction, member)
        broadcast_recipients.take_back_from(context.transaction, member, context.now)
        hazard_relays.take_back_from(context.transaction, member, context.now)
    else:
        members.turn_away(context.transaction, member)
    part(member, context)
    commands_menu.show_to(members.get(context.transaction, member), context)
