"""An invitation that nobody has used: whoever made it is told once, and can make another."""

from __future__ import annotations

from handlers.acquaintance import with_settings_roles
from handlers.context import Context
from handlers.events import Tick
from handlers.invitations import links
from handlers.registration import offers
from messages.keyboards import Button
from storage import invitations, members
from storage.database import Transaction
from storage.invitations import Invitation
from storage.members import MemberId

NEWS = 7 * 24 * 3600 * 1000  # ms; what expired longer ago, while the bot was down, is no news any more
AT_ONCE = 50  # invitations by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find one to tell of."""
    return bool(invitations.unused(transaction, now - NEWS, now, 1))


def look_after(_tick: Tick, context: Context) -> None:
    """Tell of those that have expired."""
    for unused in invitations.unused(context.transaction, context.now - NEWS, context.now, AT_ONCE):
        invitations.note_expiry_told(context.transaction, unused.hash, context.now)
        if unused.made_by is not None:
            _tell(unused.made_by, unused, context)


def _tell(id_: MemberId, unused: Invitation, context: Context) -> None:
    """Only those who may still invite are told: nobody else can do anything about it."""
    inviter = with_settings_roles(members.get(context.transaction, id_), context.surroundings.admins)
    if unused.offer.role not in links.invited_by(inviter.roles):
        return
    address = context.to_member(inviter)
    context.say(
        "invitations/unused",
        to=address,
        buttons=[[Button("invitation.another", "invite")]],
        not_before=context.quiet_of(inviter).next_readable(context.now),
        role=offers.described(unused.offer, address.language, context.transaction),
    )
