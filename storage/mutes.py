"""Mutes: who may not report for a while, since when, until when and why. The past ones stay."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

MuteId = NewType("MuteId", int)

COLUMNS = "id, member_id, reason, words, muted_by, ends_at, told_at"


class MuteReason(StrEnum):
    """Why somebody is muted."""

    UNTRUE = "untrue"
    REPEATED = "repeated"
    UNRELATED = "unrelated"
    RUDE = "rude"
    OTHER = "other"  # in words


@dataclass(frozen=True, slots=True)
class Mute:
    """One time that somebody may not report. `ends_at` and `told_at` are UTC ms; `words` are for OTHER."""

    id: MuteId
    member_id: MemberId
    reason: MuteReason
    words: str | None
    muted_by: MemberId
    ends_at: int
    told_at: int | None


def begin(
    transaction: Transaction,
    member: MemberId,
    reason: MuteReason,
    words: str | None,
    by: MemberId,
    ends_at: int,
    now: int,
) -> Mute:
    """From now on they may not report, until then (UTC ms)."""
    row = transaction.one(
        "INSERT INTO mutes (member_id, reason, words, muted_by, muted_at, ends_at)"  # noqa: S608
        f" VALUES (:member, :reason, :words, :by, :now, :ends_at) RETURNING {COLUMNS}",
        {"member": member, "reason": reason, "words": words, "by": by, "ends_at": ends_at, "now": now},
    )
    assert row is not None
    return _mute(row)


def in_force(transaction: Transaction, member: MemberId, now: int) -> Mute | None:
    """Why somebody may not report at that time; None when they may."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM mutes"  # noqa: S608
        " WHERE member_id = :member AND lifted_at IS NULL AND ends_at > :now ORDER BY id DESC LIMIT 1",
        {"member": member, "now": now},
    )
    return None if row is None else _mute(row)


def version(transaction: Transaction, member: MemberId) -> int:
    """The number of somebody's latest mute, in force or not; 0 for none. Buttons carry it."""
    return transaction.number(
        "SELECT coalesce(max(id), 0) FROM mutes WHERE member_id = :member", {"member": member}
    )


def lift(transaction: Transaction, mute: MuteId, by: MemberId, now: int) -> None:
    """They may report again."""
    transaction.execute(
        "UPDATE mutes SET lifted_at = :now, lifted_by = :by WHERE id = :id",
        {"now": now, "by": by, "id": mute},
    )


def note_told(transaction: Transaction, mute: MuteId, now: int) -> None:
    """They have just heard of it, having sent an album."""
    transaction.execute("UPDATE mutes SET told_at = :now WHERE id = :id", {"now": now, "id": mute})


def _mute(row: Row) -> Mute:
    return Mute(
        id=MuteId(row["id"]),
        member_id=MemberId(row["member_id"]),
        reason=MuteReason(row["reason"] or MuteReason.OTHER),
        words=row["words"],
        muted_by=MemberId(row["muted_by"]),
        ends_at=row["ends_at"],
        told_at=row["told_at"],
    )
