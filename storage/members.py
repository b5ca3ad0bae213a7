"""People: who they are, how they are reached, what they may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction

MemberId = NewType("MemberId", int)


class Standing(StrEnum):
    """How somebody stands with the volunteer team."""

    STRANGER = "stranger"
    PENDING = "pending"  # asked to join, nobody has answered yet
    ACTIVE = "active"
    LEFT = "left"


class Role(StrEnum):
    """What somebody may do. A person can have several."""

    COURIER = "courier"
    GRID_WORKER = "grid_worker"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Member:
    """A person the bot has met. `user_id` is theirs on `channel`; `language` is None until it is known."""

    id: MemberId
    channel: str
    user_id: int
    name: str
    language: str | None
    standing: Standing
    roles: frozenset[Role]


def find(transaction: Transaction, channel: str, user_id: int) -> Member | None:
    """The person behind a channel's user id."""
    row = transaction.one(
        "SELECT members.id, name, language, standing, channel, user_id FROM members"
        " JOIN member_addresses ON member_id = members.id"
        " WHERE channel = :channel AND user_id = :user_id",
        {"channel": channel, "user_id": user_id},
    )
    return None if row is None else _member(transaction, row)


def get(transaction: Transaction, id_: MemberId) -> Member:
    """A person by id, with their first address. Raises KeyError when there is none."""
    row = transaction.one(
        "SELECT members.id, name, language, standing, channel, user_id FROM members"
        " JOIN member_addresses ON member_id = members.id"
        " WHERE members.id = :id ORDER BY user_id LIMIT 1",
        {"id": id_},
    )
    if row is None:
        raise KeyError(id_)
    return _member(transaction, row)


def add(
    transaction: Transaction,
    channel: str,
    user_id: int,
    name: str,
    language: str | None,
    now: int,
    standing: Standing = Standing.STRANGER,
) -> Member:
    """Remember somebody met for the first time."""
    row = transaction.one(
        "INSERT INTO members (name, language, standing, met_at) VALUES (:name, :language, :standing, :now)"
        " RETURNING id",
        {"name": name, "language": language, "standing": standing, "now": now},
    )
    assert row is not None
    transaction.execute(
        "INSERT INTO member_addresses (channel, user_id, member_id) VALUES (:channel, :user_id, :member)",
        {"channel": channel, "user_id": user_id, "member": row["id"]},
    )
    return Member(MemberId(row["id"]), channel, user_id, name, language, standing, frozenset())


def set_language(transaction: Transaction, member: Member, language: str) -> Member:
    """Speak this language with them from now on; returns the person as they are now."""
    transaction.execute(
        "UPDATE members SET language = :language WHERE id = :id", {"language": language, "id": member.id}
    )
    return replace(member, language=language)


def set_standing(transaction: Transaction, id_: MemberId, standing: Standing) -> None:
    """Say how somebody stands with the team."""
    transaction.execute(
        "UPDATE members SET standing = :standing WHERE id = :id", {"standing": standing, "id": id_}
    )


def give_role(transaction: Transaction, id_: MemberId, role: Role) -> None:
    """Let somebody act in a role; giving it twice changes nothing."""
    transaction.execute(
        "INSERT INTO member_roles (member_id, role) VALUES (:id, :role) ON CONFLICT DO NOTHING",
        {"id": id_, "role": role},
    )


def with_role(transaction: Transaction, role: Role) -> list[Member]:
    """Everybody active in a role, the longest known first."""
    rows = transaction.all(
        "SELECT members.id, name, language, standing, channel, user_id FROM members"
        " JOIN member_addresses ON member_addresses.member_id = members.id"
        " JOIN member_roles ON member_roles.member_id = members.id"
        " WHERE role = :role AND standing = 'active' ORDER BY members.id",
        {"role": role},
    )
    return [_member(transaction, row) for row in rows]


def _member(transaction: Transaction, row: Row) -> Member:
    roles = transaction.all("SELECT role FROM member_roles WHERE member_id = :id", {"id": row["id"]})
    return Member(
        id=MemberId(row["id"]),
        channel=row["channel"],
        user_id=row["user_id"],
        name=row["name"],
        language=row["language"],
        standing=Standing(row["standing"]),
        roles=frozenset(Role(role["role"]) for role in roles),
    )
