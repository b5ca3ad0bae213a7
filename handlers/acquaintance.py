"""Who is behind an event: somebody known, or met for the first time."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from handlers.events import Sender
from handlers.registration.names import cleaned
from messages import catalogue
from storage import members
from storage.database import Transaction
from storage.members import Member, Role


def recognise(transaction: Transaction, channel: str, sender: Sender, now: int, admins: Set[int]) -> Member:
    """The member that a sender is; a stranger when they are none. `admins` are those of the settings.

    A stranger is remembered from now on, but not for what they say in a group: they need never have spoken to us.
    """
    known = members.find(transaction, channel, sender.user_id)
    language = catalogue.language_for(sender.language_code)
    if known is None and sender.in_group:
        known = members.unmet(channel, sender.user_id, cleaned(sender.first_name), language)
    elif known is None:
        known = members.add(transaction, channel, sender.user_id, cleaned(sender.first_name), language, now)
    elif known.language is None and sender.language_code is not None:
        # Somebody out of a list of people, heard for the first time: notices shall speak their language too.
        known = members.set_language(transaction, known, language)
    return with_settings_roles(known, admins)


def with_settings_roles(member: Member, admins: Set[int]) -> Member:
    """Admins named in the settings are so as long as they stand there; that is why it is not stored."""
    if member.user_id not in admins:
        return member
    return replace(member, roles=member.roles | {Role.ADMIN})
