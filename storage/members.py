"""People: who they are, how they are reached, what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.stations import StationId

MemberId = NewType("MemberId", int)

NOBODY = "nobody"  # the channel of people who were erased: they keep a number, and nothing reaches them


UNMET = MemberId(0)  # whoever is not remembered: nobody has this id


class Standing(StrEnum):
    """How somebody stands with the volunteer team."""

    STRANGER = "stranger"
    PENDING = "pending"  # asked to join, nobody has answered yet
    ACTIVE = "active"
    LEFT = "left"


class Role(StrEnum):
    """What somebody may do. A person can have several; they are in force only while the person is active."""

    COURIER = "courier"
    GRID_WORKER = "grid_worker"
    COORDINATOR = "coordinator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Member:
    """A person the bot has met. `user_id` is theirs on `channel`; `language` is None until it is known.

    `roles` are those in force: none unless the person is active.
    """

    id: MemberId
    channel: str
    user_id: int
    name: str
    language: str | None
    standing: Standing
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody tells about themselves when they join; None for what they did not say."""

    name: str | None
    phone: str | None
    station_id: StationId | None


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


def unmet(channel: str, user_id: int, name: str, language: str | None) -> Member:
    """Somebody who is not remembered: a stranger for as long as an event is handled."""
    return Member(UNMET, channel, user_id, name, language, Standing.STRANGER, frozenset())


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


def revise(
    transaction: Transaction, id_: MemberId, name: str, standing: Standing, roles: frozenset[Role]
) -> None:
    """Make somebody be as a list of people says: exactly these roles and no others."""
    transaction.execute(
        "UPDATE members SET name = :name, standing = :standing WHERE id = :id",
        {"name": name, "standing": standing, "id": id_},
    )
    transaction.execute("DELETE FROM member_roles WHERE member_id = :id", {"id": id_})
    for role in sorted(roles):
        give_role(transaction, id_, role)


def admit(transaction: Transaction, id_: MemberId, profile: Profile, role: Role) -> None:
    """Somebody joins the team in a role; what they did not say now stays as it was."""
    transaction.execute(
        "UPDATE members SET standing = 'active', name = coalesce(:name, name),"
        " phone = coalesce(:phone, phone), station_id = coalesce(:station, station_id) WHERE id = :id",
        {"name": profile.name, "phone": profile.phone, "station": profile.station_id, "id": id_},
    )
    give_role(transaction, id_, role)


def profile(transaction: Transaction, id_: MemberId) -> Profile:
    """What somebody has told about themselves. Raises KeyError when there is nobody."""
    row = transaction.one("SELECT name, phone, station_id FROM members WHERE id = :id", {"id": id_})
    if row is None:
        raise KeyError(id_)
    station = row["station_id"]
    return Profile(row["name"], row["phone"], None if station is None else StationId(station))


def set_name(transaction: Transaction, id_: MemberId, name: str) -> None:
    """Say what to call somebody."""
    transaction.execute("UPDATE members SET name = :name WHERE id = :id", {"name": name, "id": id_})


def set_phone(transaction: Transaction, id_: MemberId, phone: str | None) -> None:
    """Say how to call somebody; None for not at all."""
    transaction.execute("UPDATE members SET phone = :phone WHERE id = :id", {"phone": phone, "id": id_})


def set_station(transaction: Transaction, id_: MemberId, station: StationId | None) -> None:
    """Say whom somebody rides for; None when their station is not in the list."""
    transaction.execute(
        "UPDATE members SET station_id = :station WHERE id = :id", {"station": station, "id": id_}
    )


def turn_away(transaction: Transaction, id_: MemberId) -> None:
    """Somebody is not let in; what they were to become is forgotten."""
    set_standing(transaction, id_, Standing.STRANGER)
    transaction.execute("DELETE FROM member_roles WHERE member_id = :id", {"id": id_})


def retire(transaction: Transaction, id_: MemberId) -> None:
    """Somebody leaves: their roles lapse, and nobody needs their number any more."""
    transaction.execute("UPDATE members SET standing = 'left', phone = NULL WHERE id = :id", {"id": id_})
    transaction.execute("DELETE FROM member_roles WHERE member_id = :id", {"id": id_})


def standings(transaction: Transaction) -> Mapping[str, int]:
    """How many people stand how."""
    rows = transaction.all("SELECT standing, count(*) AS people FROM members GROUP BY standing")
    return {row["standing"]: row["people"] for row in rows}


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
    standing = Standing(row["standing"])
    return Member(
        id=MemberId(row["id"]),
        channel=row["channel"],
        user_id=row["user_id"],
        name=row["name"],
        language=row["language"],
        standing=standing,
        roles=_roles(transaction, MemberId(row["id"])) if standing is Standing.ACTIVE else frozenset(),
    )


def _roles(transaction: Transaction, id_: MemberId) -> frozenset[Role]:
    rows = transaction.all("SELECT role FROM member_roles WHERE member_id = :id", {"id": id_})
    return frozenset(Role(row["role"]) for row in rows)
