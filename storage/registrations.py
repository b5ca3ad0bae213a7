"""Registrations: somebody wants to join, from the first question to a coordinator's answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.invitations import InvitationHash
from storage.members import MemberId
from storage.stations import StationId

RegistrationId = NewType("RegistrationId", int)

COLUMNS = (
    "id, token, version, member_id, state, invitation_hash, name, phone, phone_skipped, station_id,"
    " station_skipped, asked, asked_at, decided_by, reason"
)


class RegistrationState(StrEnum):
    """Where a registration stands."""

    OPEN = "open"  # something is still to be asked
    SUBMITTED = "submitted"  # complete, and waits for a coordinator
    APPROVED = "approved"  # by a coordinator, or by an invitation
    DECLINED = "declined"
    ABANDONED = "abandoned"  # by whoever wanted to join


@dataclass(frozen=True, slots=True)
class Registration:
    """What somebody has answered so far. `asked_at` is UTC ms; `asked` the hole last asked for."""

    id: RegistrationId
    token: str
    version: int
    member_id: MemberId
    state: RegistrationState
    invitation: InvitationHash | None
    name: str | None
    phone: str | None
    phone_skipped: bool
    station_id: StationId | None
    station_skipped: bool
    asked: str | None
    asked_at: int | None
    decided_by: MemberId | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a registration's life, decided and not yet stored."""

    registration_id: RegistrationId
    version: int
    actor_id: MemberId
    before: RegistrationState
    after: RegistrationState
    reason: str | None = None


class Conflict(Exception):
    """The registration is no longer in the state that the change was decided on."""


def unsettled_of(transaction: Transaction, member: MemberId) -> Registration | None:
    """Somebody's registration that is open or waits for an answer; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM registrations"  # noqa: S608
        " WHERE member_id = :member AND state IN ('open', 'submitted')",
        {"member": member},
    )
    return None if row is None else _registration(row)


def open_of(transaction: Transaction, member: MemberId) -> Registration | None:
    """Somebody's registration that still has questions."""
    found = unsettled_of(transaction, member)
    return found if found is not None and found.state is RegistrationState.OPEN else None


def is_open_on(transaction: Transaction, invitation: InvitationHash) -> bool:
    """Whether somebody is in the middle of joining by an invitation."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM registrations WHERE invitation_hash = :invitation AND state = 'open'",
            {"invitation": invitation},
        )
    )


def idle_on_invitations(transaction: Transaction, before: int) -> list[Registration]:
    """Those that keep an invitation from everybody else, and have not moved since then (UTC ms)."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM registrations WHERE state = 'open'"  # noqa: S608
        " AND coalesce(asked_at, 0) < :before AND invitation_hash IN"
        " (SELECT token_hash FROM invitations WHERE used_at < :before) ORDER BY id",
        {"before": before},
    )
    return [_registration(row) for row in rows]


def begin(transaction: Transaction, member: MemberId, token: str, now: int) -> Registration:
    """Begin a registration. Raises sqlite3.IntegrityError when one is unsettled."""
    row = transaction.one(
        "INSERT INTO registrations (token, member_id, state, opened_at)"
        " VALUES (:token, :member, 'open', :now) RETURNING id",
        {"token": token, "member": member, "now": now},
    )
    assert row is not None
    return get(transaction, RegistrationId(row["id"]))


def get(transaction: Transaction, id_: RegistrationId) -> Registration:
    """A registration by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM registrations WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _registration(row)


def find_by_token(transaction: Transaction, token: str) -> Registration | None:
    """The registration that a button speaks of."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM registrations WHERE token = :token",  # noqa: S608
        {"token": token},
    )
    return None if row is None else _registration(row)


def waiting(transaction: Transaction, limit: int) -> list[Registration]:
    """Those that wait for an answer, the longest waiting first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM registrations WHERE state = 'submitted' ORDER BY id LIMIT :limit",  # noqa: S608
        {"limit": limit},
    )
    return [_registration(row) for row in rows]


def count_waiting(transaction: Transaction) -> int:
    """How many wait for an answer."""
    return transaction.number("SELECT count(*) FROM registrations WHERE state = 'submitted'")


def set_invitation(
    transaction: Transaction, id_: RegistrationId, invitation: InvitationHash, station: StationId | None
) -> None:
    """Go on with an invitation; its station, if it names one, is the answer to that question."""
    transaction.execute(
        "UPDATE registrations SET invitation_hash = :invitation, station_id = coalesce(:station, station_id)"
        " WHERE id = :id",
        {"invitation": invitation, "station": station, "id": id_},
    )


def set_name(transaction: Transaction, id_: RegistrationId, name: str) -> None:
    """Say what to call them."""
    transaction.execute("UPDATE registrations SET name = :name WHERE id = :id", {"name": name, "id": id_})


def set_phone(transaction: Transaction, id_: RegistrationId, phone: str | None) -> None:
    """Say how to call them; None when they would rather not say."""
    transaction.execute(
        "UPDATE registrations SET phone = :phone, phone_skipped = :skipped WHERE id = :id",
        {"phone": phone, "skipped": int(phone is None), "id": id_},
    )


def set_station(transaction: Transaction, id_: RegistrationId, station: StationId | None) -> None:
    """Say whom they ride for; None when their station is not in the list."""
    transaction.execute(
        "UPDATE registrations SET station_id = :station, station_skipped = :skipped WHERE id = :id",
        {"station": station, "skipped": int(station is None), "id": id_},
    )


def set_asked(transaction: Transaction, id_: RegistrationId, asked: str, now: int) -> None:
    """Note what they have just been asked."""
    transaction.execute(
        "UPDATE registrations SET asked = :asked, asked_at = :now WHERE id = :id",
        {"asked": asked, "now": now, "id": id_},
    )


def apply(transaction: Transaction, change: Change, now: int) -> Registration:
    """Store a step; returns the registration as it is now. Raises Conflict when it has moved on."""
    changed = transaction.execute(
        "UPDATE registrations SET state = :after, version = version + 1,"
        " decided_by = :actor, decided_at = :now, reason = :reason"
        " WHERE id = :id AND version = :version AND state = :before",
        {
            "id": change.registration_id,
            "version": change.version,
            "before": change.before,
            "after": change.after,
            "actor": change.actor_id,
            "reason": change.reason,
            "now": now,
        },
    )
    if not changed:
        raise Conflict(
            f"registration {change.registration_id} is no longer {change.before} v{change.version}"
        )
    return get(transaction, change.registration_id)


def forget_answers(transaction: Transaction, id_: RegistrationId) -> None:
    """Let go of what somebody said who did not join: nobody needs it any more."""
    transaction.execute(
        "UPDATE registrations SET name = NULL, phone = NULL, station_id = NULL WHERE id = :id", {"id": id_}
    )


def forget_phones(transaction: Transaction, member: MemberId) -> None:
    """Let go of the numbers in somebody's registrations that are settled: they have another one now, or none."""
    transaction.execute(
        "UPDATE registrations SET phone = NULL"
        " WHERE member_id = :member AND state NOT IN ('open', 'submitted')",
        {"member": member},
    )


def _registration(row: Row) -> Registration:
    return Registration(
        id=RegistrationId(row["id"]),
        token=row["token"],
        version=row["version"],
        member_id=MemberId(row["member_id"]),
        state=RegistrationState(row["state"]),
        invitation=None if row["invitation_hash"] is None else InvitationHash(row["invitation_hash"]),
        name=row["name"],
        phone=row["phone"],
        phone_skipped=bool(row["phone_skipped"]),
        station_id=None if row["station_id"] is None else StationId(row["station_id"]),
        station_skipped=bool(row["station_skipped"]),
        asked=row["asked"],
        asked_at=row["asked_at"],
        decided_by=None if row["decided_by"] is None else MemberId(row["decided_by"]),
        reason=row["reason"],
    )
