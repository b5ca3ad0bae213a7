"""Lots: which of a member's points expire when. What a transfer puts in or takes out is entered beside it, for good.

A lot is all that one member has earned and that expires at one moment, so that a member has a handful of them however
many transfers there were. The lots of a member add up to what they can spend; what is on hold is in none, and goes back
to those it came from. Times are UTC ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.transfers import TransferId

LEFT = (
    "(SELECT left_after FROM lot_entries WHERE lot_entries.member_id = lots.member_id"
    " AND lot_entries.expires_at = lots.expires_at ORDER BY transfer_id DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of the points that expire together."""

    member: MemberId
    expires_at: int
    left: int


@dataclass(frozen=True, slots=True)
class Part:
    """What a transfer puts into a lot, or takes out of it (below zero)."""

    expires_at: int
    points: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The transfer that touched a lot, and what was left of the lot then."""

    transfer: TransferId
    left: int


NO_ENTRY = Entry(TransferId(0), 0)


def open_lots(transaction: Transaction, member: MemberId) -> Sequence[Lot]:
    """Where somebody's points are, what expires first first."""
    rows = transaction.all(
        f"SELECT * FROM (SELECT member_id, expires_at, {LEFT} AS left FROM lots WHERE member_id = :member)"  # noqa: S608
        " WHERE left > 0 ORDER BY expires_at",
        {"member": member},
    )
    return [_lot(row) for row in rows]


def last_entry(transaction: Transaction, member: MemberId, expires_at: int) -> Entry:
    """The newest entry of a lot: NO_ENTRY when there never was one."""
    row = transaction.one(
        "SELECT transfer_id, left_after FROM lot_entries WHERE member_id = :member AND expires_at = :expires_at"
        " ORDER BY transfer_id DESC LIMIT 1",
        {"member": member, "expires_at": expires_at},
    )
    return NO_ENTRY if row is None else Entry(TransferId(row["transfer_id"]), row["left_after"])


def lapsed(transaction: Transaction, now: int, limit: int) -> Sequence[Lot]:
    """Lots whose time is over and of which something is left, the oldest first."""
    rows = transaction.all(
        f"SELECT * FROM (SELECT member_id, expires_at, {LEFT} AS left FROM lots WHERE expires_at <= :now)"  # noqa: S608
        " WHERE left > 0 ORDER BY expires_at, member_id LIMIT :limit",
        {"now": now, "limit": limit},
    )
    return [_lot(row) for row in rows]


def drawn(lots: Sequence[Lot], points: int) -> Sequence[Part]:
    """Which points to take, from the first lots first; fewer than wanted when there is no more in them."""
    parts = []
    for lot in lots:
        taken = min(lot.left, points)
        if taken:
            parts.append(Part(lot.expires_at, -taken))
        points -= taken
    return parts


def returned(transaction: Transaction, transfer: TransferId) -> Sequence[Part]:
    """What gives back what a transfer took, to the lots that it came from."""
    rows = transaction.all(
        "SELECT expires_at, -points AS points FROM lot_entries WHERE transfer_id = :transfer ORDER BY expires_at",
        {"transfer": transfer},
    )
    return [Part(row["expires_at"], row["points"]) for row in rows]


def enter(transaction: Transaction, member: MemberId, transfer: TransferId, parts: Sequence[Part]) -> None:
    """Remember what a transfer did to somebody's lots. Raises sqlite3.IntegrityError when one has less than that."""
    for part in parts:
        entry = {
            "member": member,
            "expires_at": part.expires_at,
            "transfer": transfer,
            "points": part.points,
            "left": last_entry(transaction, member, part.expires_at).left + part.points,
        }
        transaction.execute(
            "INSERT INTO lots (member_id, expires_at) VALUES (:member, :expires_at) ON CONFLICT DO NOTHING",
            entry,
        )
        transaction.execute(
            "INSERT INTO lot_entries (member_id, expires_at, transfer_id, points, left_after)"
            " VALUES (:member, :expires_at, :transfer, :points, :left)",
            entry,
        )


def _lot(row: Row) -> Lot:
    return Lot(MemberId(row["member_id"]), row["expires_at"], row["left"])
