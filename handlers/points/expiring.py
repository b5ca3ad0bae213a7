"""Points expire by the clock. Whoever has some is told 30 days before, and once more when they are gone.

Many expire in one moment, when a year is over: both are done a page of people per event.
"""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect, Tick
from messages import times
from messages.keyboards import Button
from storage import expiry_warnings, ledger, lots, members
from storage.database import Transaction
from storage.lots import Lot
from storage.members import Member, Standing

PAGE = 100  # lots per event; a batch of the engine is to stay near 20 ms
WARN_NEXT, EXPIRE_NEXT = "points_expiring", "points_expired"  # announced by each page for the next


def any_lapsed(transaction: Transaction, now: int) -> bool:
    """Whether the time of some points is over."""
    return bool(lots.lapsed(transaction, now, 1))


def warn(_event: Tick | Effect, context: Context) -> None:
    """Tell a page of those whose points expire soon, when they can be disturbed."""
    page = expiry_warnings.due(context.transaction, context.now, PAGE)
    for lot in page:
        expiry_warnings.note(context.transaction, lot, context.now)
        _tell("points/expiring", lot, members.get(context.transaction, lot.member), context)
    if len(page) == PAGE:
        context.announce(WARN_NEXT)


def expire(_event: Tick | Effect, context: Context) -> None:
    """Let a page of lots expire. Whoever is not on the team any more loses them too, and is not told."""
    page = ledger.expire_lapsed(context.transaction, context.now, PAGE)
    for lot in page:
        member = members.get(context.transaction, lot.member)
        if member.standing is Standing.ACTIVE:
            _tell("points/expired", lot, member, context)
    if len(page) == PAGE:
        context.announce(EXPIRE_NEXT)


def _tell(template: str, lot: Lot, member: Member, context: Context) -> None:
    address = context.to_member(member)
    last = context.local_time_of(lot.expires_at - 1)
    context.say(
        template,
        to=address,
        not_before=context.quiet_of(member).next_readable(context.now),
        buttons=[[Button("menu.points", "points")]],
        points=lot.left,
        until=times.date(address.language, last),
        balance=ledger.standing(context.transaction, member.id, context.now).available,
    )
