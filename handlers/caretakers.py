"""Those who look after the bot itself, and telling them what needs them: once a day at most, never at night."""

from __future__ import annotations

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


def tell(admin: Member, template: str, context: Context, **values: object) -> bool:
    """Tell an admin, unless they were told this today; returns whether they are."""
    day = context.local_time.date().isoformat()
    if not daily_notices.claim(context.transaction, template, str(admin.id), day, context.now):
        return False
    readable = context.quiet_of(admin).next_readable(context.now)
    context.say(template, to=context.to_member(admin), not_before=readable, **values)
    return True
