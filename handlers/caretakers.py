"""Those who look after the bot itself, and telling them what needs them: once a day at most, never at night."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.address import Address
from handlers.context import Context
from storage import daily_notices, members
from storage.members import Member, Role

CHANNEL = "telegram"  # where the admins of the settings are


def admins(context: Context) -> list[Member]:
    """The admins, of the database and of the settings, as far as the bot has met them."""
    stored = members.with_role(context.transaction, Role.ADMIN)
    named = (members.find(context.transaction, CHANNEL, id_) for id_ in sorted(context.surroundings.admins))
    known = {admin.id: admin for admin in [*stored, *(admin for admin in named if admin is not None)]}
    return list(known.values())


def untold_today(notice: str, context: Context) -> Iterator[tuple[Address, int]]:
    """The admins who have not had this notice today, and from when on each can be disturbed (UTC ms).

    They count as told.
    """
    day = context.local_time.date().isoformat()
    for admin in admins(context):
        if daily_notices.claim(context.transaction, notice, str(admin.id), day, context.now):
            yield context.to_member(admin), context.quiet_of(admin).next_readable(context.now)
