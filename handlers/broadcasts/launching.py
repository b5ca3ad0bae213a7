"""From confirmed to under way: at once, or when its time has come."""

from __future__ import annotations

from handlers.broadcasts import buttons, preparing, preview, progress, stopping
from handlers.broadcasts.lifecycle import (
    SENDERS,
    BroadcastAction,
    confirmation_of,
    is_news,
    why_not_confirm,
)
from handlers.context import Context
from handlers.events import Press
from storage import audiences, broadcast_recipients, broadcasts, members
from storage.broadcasts import Broadcast, BroadcastState, StopReason


def confirm(press: Press, context: Context) -> None:
    """Its sender has seen it and means it."""
    draft = buttons.read(press, BroadcastAction.CHANGE, context)
    if draft is None:
        return
    refusal = why_not_confirm(draft, _people(draft, context), context.now)
    if refusal is not None:
        buttons.refuse(press, refusal, context)
    elif confirmation_of(draft) is BroadcastAction.SCHEDULE:
        _schedule(press, draft, context)
    else:
        context.edit_pressed(press, "broadcasts/confirmed", summary=preview.summary_of(draft, context))
        start(draft, context)


def start_due(context: Context) -> None:
    """Start what has come due; what nobody waits for any more is not sent."""
    for broadcast in broadcasts.due(context.transaction, context.now):
        if not is_news(broadcast.send_at or 0, context.now):
            stopping.stop(broadcast, StopReason.TOO_LATE, context)
        elif not _may_still_send(broadcast, context):
            stopping.stop(broadcast, StopReason.SENDER_GONE, context)
        else:
            start(broadcast, context)


def start(broadcast: Broadcast, context: Context) -> None:
    """Freeze whom it is for, show its sender where to see how it goes, and prepare the first page."""
    sending = broadcasts.set_state(context.transaction, broadcast, BroadcastState.SENDING, context.now)
    broadcast_recipients.freeze(context.transaction, sending)
    progress.begin(sending, context)
    preparing.prepare(sending, context)


def _schedule(press: Press, draft: Broadcast, context: Context) -> None:
    summary = preview.summary_of(draft, context)
    scheduled = broadcasts.set_state(context.transaction, draft, BroadcastState.SCHEDULED, context.now)
    context.edit_pressed(press, "broadcasts/scheduled", buttons=buttons.scheduled(scheduled), summary=summary)


def _people(draft: Broadcast, context: Context) -> int:
    if draft.audience is None:
        return 0
    return audiences.reach(context.transaction, draft.audience, draft.sender_id).people


def _may_still_send(broadcast: Broadcast, context: Context) -> bool:
    sender = members.get(context.transaction, broadcast.sender_id)
    return bool(SENDERS & sender.roles) or sender.user_id in context.surroundings.admins
