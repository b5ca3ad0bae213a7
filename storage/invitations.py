"""Invitations: single-use, expiring links that give a role. Only the hash of a link is kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import NewType

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId, Role
from storage.stations import StationId

InvitationHash = NewType("InvitationHash", str)

COLUMNS = "token_hash, role, station_id, grids, made_by, expires_at, used_by"


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation gives: a role, to a courier perhaps a station, to a grid worker grids."""

    role: Role
    station_id: StationId | None = None
    grids: tuple[GridId, ...] = ()


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that somebody was given. `expires_at` is UTC ms; `made_by` is None for the command line."""

    hash: InvitationHash
    offer: Offer
    made_by: MemberId | None
    expires_at: int
    used_by: MemberId | None


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """An invitation that is being put together in chat. `token` and `version` stand for it in buttons."""

    made_by: MemberId
    token: str
    version: int
    role: Role | None
    grids: tuple[GridId, ...]


def hash_of(secret: str) -> InvitationHash:
    """What is kept of a link's secret. It is random enough (128 bits) for a plain hash."""
    return InvitationHash(hashlib.sha256(secret.encode()).hexdigest())


def add(
    transaction: Transaction, secret: str, offer: Offer, made_by: MemberId | None, now: int, expires_at: int
) -> None:
    """Keep a new invitation."""
    transaction.execute(
        "INSERT INTO invitations (token_hash, role, station_id, grids, made_by, made_at, expires_at)"
        " VALUES (:hash, :role, :station, :grids, :made_by, :now, :expires_at)",
        {
            "hash": hash_of(secret),
            "role": offer.role,
            "station": offer.station_id,
            "grids": json.dumps(offer.grids),
            "made_by": made_by,
            "now": now,
            "expires_at": expires_at,
        },
    )


def find(transaction: Transaction, secret: str) -> Invitation | None:
    """The invitation behind a link's secret."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM invitations WHERE token_hash = :hash",  # noqa: S608
        {"hash": hash_of(secret)},
    )
    return None if row is None else _invitation(row)


def get(transaction: Transaction, hash_: InvitationHash) -> Invitation:
    """An invitation that a registration was begun on. Raises KeyError when there is none."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM invitations WHERE token_hash = :hash",  # noqa: S608
        {"hash": hash_},
    )
    if row is None:
        raise KeyError(hash_)
    return _invitation(row)


def claim(transaction: Transaction, hash_: InvitationHash, member: MemberId, now: int) -> bool:
    """Take an invitation for oneself; returns whether it was free."""
    return bool(
        transaction.execute(
            "UPDATE invitations SET used_by = :member, used_at = :now"
            " WHERE token_hash = :hash AND used_by IS NULL",
            {"member": member, "now": now, "hash": hash_},
        )
    )


def release(transaction: Transaction, hash_: InvitationHash) -> None:
    """Nothing came of it: whoever has the link may use it again."""
    transaction.execute(
        "UPDATE invitations SET used_by = NULL, used_at = NULL WHERE token_hash = :hash", {"hash": hash_}
    )


def unused(transaction: Transaction, since: int, now: int, most: int) -> list[Invitation]:
    """Those that have expired since then without being used, of which whoever made them does not know yet."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM invitations WHERE used_by IS NULL AND expiry_told_at IS NULL"  # noqa: S608
        " AND made_by IS NOT NULL AND expires_at > :since AND expires_at <= :now"
        " ORDER BY expires_at, token_hash LIMIT :most",
        {"since": since, "now": now, "most": most},
    )
    return [_invitation(row) for row in rows]


def note_expiry_told(transaction: Transaction, hash_: InvitationHash, now: int) -> None:
    """Whoever made it knows that nobody has used it."""
    transaction.execute(
        "UPDATE invitations SET expiry_told_at = :now WHERE token_hash = :hash", {"now": now, "hash": hash_}
    )


def forget_expired(transaction: Transaction, before: int) -> int:
    """Delete invitations that expired before then (UTC ms) and that no registration speaks of; returns how many."""
    return transaction.execute(
        "DELETE FROM invitations WHERE expires_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM registrations WHERE invitation_hash = token_hash)",
        {"before": before},
    )


def open_draft(transaction: Transaction, made_by: MemberId, token: str) -> InvitationDraft:
    """Begin to put an invitation together; an unfinished earlier one is forgotten."""
    transaction.execute(
        "INSERT INTO invitation_drafts (made_by, token) VALUES (:made_by, :token)"
        " ON CONFLICT (made_by) DO UPDATE"
        " SET token = excluded.token, version = 1, role = NULL, grids = '[]'",
        {"made_by": made_by, "token": token},
    )
    return InvitationDraft(made_by, token, 1, None, ())


def find_draft(transaction: Transaction, token: str) -> InvitationDraft | None:
    """The unfinished invitation that a button speaks of."""
    row = transaction.one(
        "SELECT made_by, token, version, role, grids FROM invitation_drafts WHERE token = :token",
        {"token": token},
    )
    return None if row is None else _draft(row)


def change_draft(transaction: Transaction, draft: InvitationDraft) -> InvitationDraft:
    """Keep what has been chosen; returns the draft as it is now, buttons of the one before are out of date."""
    row = transaction.one(
        "UPDATE invitation_drafts SET role = :role, grids = :grids, version = version + 1"
        " WHERE made_by = :made_by RETURNING made_by, token, version, role, grids",
        {"role": draft.role, "grids": json.dumps(draft.grids), "made_by": draft.made_by},
    )
    assert row is not None
    return _draft(row)


def drop_draft(transaction: Transaction, made_by: MemberId) -> None:
    """It is finished, or not wanted any more."""
    transaction.execute("DELETE FROM invitation_drafts WHERE made_by = :made_by", {"made_by": made_by})


def _invitation(row: Row) -> Invitation:
    station = row["station_id"]
    return Invitation(
        hash=InvitationHash(row["token_hash"]),
        offer=Offer(Role(row["role"]), None if station is None else StationId(station), _grids(row)),
        made_by=None if row["made_by"] is None else MemberId(row["made_by"]),
        expires_at=row["expires_at"],
        used_by=None if row["used_by"] is None else MemberId(row["used_by"]),
    )


def _draft(row: Row) -> InvitationDraft:
    return InvitationDraft(
        made_by=MemberId(row["made_by"]),
        token=row["token"],
        version=row["version"],
        role=None if row["role"] is None else Role(row["role"]),
        grids=_grids(row),
    )


def _grids(row: Row) -> tuple[GridId, ...]:
    return tuple(GridId(id_) for id_ in json.loads(row["grids"]))
