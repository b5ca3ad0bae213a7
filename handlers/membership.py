"""The bot is blocked, removed from a group, or let in again."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Membership
from storage import members, unreachable

OUTSIDE = frozenset({"kicked", "left"})  # Bot API, ChatMember: blocked or banned; gone


def changed(membership: Membership, context: Context) -> None:
    """Remember whether the chat can be written to.

    Not of people who are unknown: nobody writes to them, and whoever erases themselves often blocks the bot next.
    """
    channel, chat_id = context.event.channel, membership.chat_id
    if membership.status not in OUTSIDE:
        unreachable.clear(context.transaction, channel, chat_id)
    elif _is_group(chat_id) or members.find(context.transaction, channel, chat_id) is not None:
        unreachable.mark(context.transaction, channel, chat_id, membership.status, context.now)


def _is_group(chat_id: int) -> bool:
    """Whether a chat is a group; a private one has the id of the person (Bot API, Chat)."""
    return chat_id < 0
