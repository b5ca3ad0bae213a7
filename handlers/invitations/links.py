"""How an invitation becomes a link, and who may make which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.context import Context
from storage import invitations
from storage.invitations import Offer
from storage.members import MemberId, Role

LIFETIME = 7 * 24 * 3600 * 1000  # ms; long enough for somebody on holiday, short enough for a link that leaks
PREFIX = "join-"  # of what follows ?start=; with the secret at most 64 characters (Bot API, deep linking)

INVITES: Mapping[Role, frozenset[Role]] = {
    Role.COORDINATOR: frozenset({Role.COURIER}),
    Role.ADMIN: frozenset(Role),
}


@dataclass(frozen=True, slots=True)
class Link:
    """What is handed to the invited person. `expires_at` is UTC ms."""

    address: str
    expires_at: int


def invited_by(roles: frozenset[Role]) -> frozenset[Role]:
    """The roles that somebody with these roles may give."""
    return frozenset().union(*(INVITES.get(role, frozenset()) for role in roles))


def make(offer: Offer, made_by: MemberId | None, context: Context) -> Link:
    """Keep a new invitation and return its link; nobody, not even the database, can show it again."""
    secret = context.surroundings.new_secret()
    expires_at = context.now + LIFETIME
    invitations.add(context.transaction, secret, offer, made_by, context.now, expires_at)
    return Link(_address(PREFIX + secret, context), expires_at)


def until(link: Link, context: Context) -> str:
    """When it expires, on the clocks of the place."""
    return f"{context.local_time_of(link.expires_at):%Y-%m-%d %H:%M}"


def secret_in(payload: str) -> str | None:
    """The secret of an invitation in what came after ``/start``; None when it is something else."""
    return payload.removeprefix(PREFIX) if payload.startswith(PREFIX) else None


def _address(payload: str, context: Context) -> str:
    """A link to the bot; while its name is unknown, the words to send it."""
    username = context.bot_username
    return f"/start {payload}" if username is None else f"https://t.me/{username}?start={payload}"
