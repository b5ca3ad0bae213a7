"""Whom a broadcast can be for: a circle of people, asked of the database whenever it is counted or frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Transaction
from storage.members import MemberId
from storage.stations import StationId
from storage.trainings import TrainingId


class Circle(StrEnum):
    """The circles there are. Only people active on the team are in any of them."""

    EVERYONE = "everyone"
    COURIERS = "couriers"
    STATION = "station"
    GRID_WORKERS = "grid_workers"
    SIGNED_UP = "signed_up"


@dataclass(frozen=True, slots=True)
class Audience:
    """A circle; for `Circle.STATION` which station, for `Circle.SIGNED_UP` for which training."""

    circle: Circle
    station_id: StationId | None = None
    training_id: TrainingId | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an audience has; `unreachable` of them cannot be written to. The sender is not counted."""

    people: int
    unreachable: int


# Everybody in an audience but the sender, who has the message already. Needs the parameters of `named`.
MEMBERS_OF_AUDIENCE = (
    "SELECT members.id AS member_id FROM members WHERE members.standing = 'active' AND members.id <> :sender AND ("
    " :circle = 'everyone'"
    " OR (:circle = 'couriers' AND EXISTS"
    " (SELECT 1 FROM member_roles WHERE member_id = members.id AND role = 'courier'))"
    " OR (:circle = 'grid_workers' AND EXISTS"
    " (SELECT 1 FROM member_roles WHERE member_id = members.id AND role = 'grid_worker'))"
    " OR (:circle = 'station' AND members.station_id = :station)"
    " OR (:circle = 'signed_up' AND EXISTS (SELECT 1 FROM sign_ups"
    " WHERE member_id = members.id AND training_id = :training AND state <> 'withdrawn')))"
)


def named(audience: Audience, sender: MemberId) -> Mapping[str, object]:
    """The parameters of `MEMBERS_OF_AUDIENCE`."""
    return {
        "circle": audience.circle,
        "station": audience.station_id,
        "training": audience.training_id,
        "sender": sender,
    }


def reach(transaction: Transaction, audience: Audience, sender: MemberId) -> Reach:
    """How many people it would be, as things stand."""
    row = transaction.one(
        "SELECT count(*) AS people, coalesce(sum(NOT EXISTS (SELECT 1 FROM member_addresses"  # noqa: S608
        " LEFT JOIN unreachable ON unreachable.channel = member_addresses.channel"
        " AND unreachable.chat_id = member_addresses.user_id"
        " WHERE member_addresses.member_id = audience.member_id AND unreachable.chat_id IS NULL)), 0)"
        f" AS unreachable FROM ({MEMBERS_OF_AUDIENCE}) AS audience",
        named(audience, sender),
    )
    assert row is not None
    return Reach(row["people"], row["unreachable"])
