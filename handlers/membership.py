"""The bot is blocked, removed from a group, or let in again."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Membership
from storage import outbox

OUTSIDE = frozenset({"kicked", "left"})  # Bot API, ChatMember: blocked or banned; gone


def changed(membership: Membership, context: Context) -> None:
    """Remember whether the chat can be written to."""
    channel = context.event.channel
    if membership.status in OUTSIDE:
        outbox.mark_unreachable(
            context.transaction, channel, membership.chat_id, membership.status, context.now
        )
    else:
        outbox.mark_reachable(context.transaction, channel, membership.chat_id)
