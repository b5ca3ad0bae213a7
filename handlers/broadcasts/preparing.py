"""From recipients to rows of the outbox, a page per event: no number of them makes a batch long."""

from __future__ import annotations

from dataclasses import replace

from handlers.address import Address
from handlers.broadcasts import buttons
from handlers.context import Context
from handlers.events import Effect
from messages import keyboards
from storage import broadcast_recipients, broadcasts, members
from storage.broadcast_recipients import LEFT
from storage.broadcasts import Broadcast, BroadcastId, BroadcastState, Timing
from storage.members import NOBODY, Member, MemberId, Standing
from storage.outbox import Lane

PAGE = 100  # recipients per event; a batch of the engine is to stay near 20 ms
NEXT_PAGE = "broadcast_page"  # announced by each page that has another one after it
LOST = "broadcast_lost"  # what comes back when a copy did not arrive


def prepare_next(effect: Effect, context: Context) -> None:
    """The page before is done."""
    prepare(broadcasts.get(context.transaction, BroadcastId(int(str(effect.result["broadcast"])))), context)


def prepare(broadcast: Broadcast, context: Context) -> None:
    """Make the next rows, unless it was stopped meanwhile."""
    if broadcast.state is not BroadcastState.SENDING:
        return
    page = broadcast_recipients.unprepared(context.transaction, broadcast.id, PAGE)
    for member_id in page:
        _prepare(broadcast, member_id, context)
    if len(page) == PAGE:
        context.announce(NEXT_PAGE, broadcast=broadcast.id)


def _prepare(broadcast: Broadcast, member_id: MemberId, context: Context) -> None:
    member = members.get(context.transaction, member_id)
    why_not = _why_not(member)
    if why_not is not None:
        broadcast_recipients.skip(context.transaction, broadcast.id, member_id, why_not)
        return
    address, not_before = _when_and_how(broadcast, member, context)
    assert broadcast.original is not None
    parameters = {
        "from_chat_id": broadcast.original.chat_id,
        "message_id": broadcast.original.message_id,
        "reply_markup": keyboards.inline(address.language, buttons.receipt(broadcast)),
    }
    row = context.call(
        "copyMessage", address, parameters, lane=Lane.BROADCAST, effect=LOST, not_before=not_before
    )
    broadcast_recipients.set_row(context.transaction, broadcast.id, member_id, row)


def _when_and_how(broadcast: Broadcast, member: Member, context: Context) -> tuple[Address, int]:
    """Where it goes to, with or without a sound, and from when on (UTC ms)."""
    address = context.to_member(member)
    if broadcast.timing is not Timing.READABLE:
        return address, context.now
    return replace(address, silent=False), context.quiet_of(member).next_readable(context.now)


def _why_not(member: Member) -> str | None:
    if member.channel == NOBODY:
        return "erased"
    return None if member.standing is Standing.ACTIVE else LEFT
