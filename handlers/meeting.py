"""Who is behind an event: somebody known, or met now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from handlers.events import Sender
from handlers.registration.names import cleaned
from messages import catalogue
from storage import members
from storage.database import Transaction
from storage.members import Member, Role


def find_or_meet(
    transaction: Transaction, channel: str, sender: Sender, now: int, admins: Collection[int]
) -> Member:
    """The person as they are known; `admins` are the user ids of the settings.

    Somebody never seen before is remembered as a stranger; in a group, where they need not have spoken to us, not.
    """
    known = members.find(transaction, channel, sender.user_id)
    language = catalogue.language_for(sender.language_code)
    if known is None:
        known = _meet(transaction, channel, sender, now)
    elif known.language is None and sender.language_code is not None:
        # Somebody out of a list of people, heard for the first time: notices shall speak their language too.
        known = members.set_language(transaction, known, language)
    return _with_settings_roles(known, admins)


def _meet(transaction: Transaction, channel: str, sender: Sender, now: int) -> Member:
    name, language = cleaned(sender.first_name), catalogue.language_for(sender.language_code)
    if sender.in_group:
        return members.unmet(channel, sender.user_id, name, language)
    return members.add(transaction, channel, sender.user_id, name, language, now)


def _with_settings_roles(member: Member, admins: Collection[int]) -> Member:
    """Admins named in the settings are so as long as they stand there; that is why it is not stored."""
    if member.user_id not in admins:
        return member
    return replace(member, roles=member.roles | {Role.ADMIN})
