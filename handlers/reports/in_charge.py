"""Whom to tell when the clock has something to say about a report: whoever took it on, else all who answer for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.address import Address
from handlers.context import Context
from handlers.reports import cards, routing
from messages.catalogue import Language
from storage import members, standing_in
from storage.members import Member, Role
from storage.reports import Report


@dataclass(frozen=True, slots=True)
class Chat:
    """Where somebody is told, and when they can be disturbed (UTC ms). `member` is None for a group."""

    address: Address
    readable_at: int
    member: Member | None = None


def chats(report: Report, context: Context) -> Sequence[Chat]:
    """Whoever took it on or stands in for them, else all who answer for it, their group among them."""
    acting = _acting(report, context)
    if acting is not None:
        return [of_member(acting, context, urgent=report.is_urgent)]
    destination = routing.holders(report, context.transaction)
    found = [of_member(member, context, urgent=report.is_urgent) for member in destination.receivers]
    if destination.group_chat_id is not None:
        group = Address(cards.CHANNEL, destination.group_chat_id, Language(destination.group_language))
        found.append(Chat(group, context.now))
    return found


def of_member(member: Member, context: Context, *, urgent: bool = False) -> Chat:
    """Somebody's private chat. What is urgent disturbs them at any time."""
    readable = context.now if urgent else context.quiet_of(member).next_readable(context.now)
    return Chat(context.to_member(member, urgent=urgent), readable, member)


def _acting(report: Report, context: Context) -> Member | None:
    """A grid worker who took it on, or whoever stands in; or a coordinator who did, for whom nobody stands in."""
    if report.worker_id is None:
        return None
    acting = standing_in.who_acts_for(context.transaction, report.worker_id)
    if acting is not None:
        return members.get(context.transaction, acting)
    coordinators = members.with_role(context.transaction, Role.COORDINATOR)
    return next((one for one in coordinators if one.id == report.worker_id), None)
