"""Awards that coordinators make by hand: what is being put together, what was given, and what was taken back.

The points themselves are in the ledger; the reason stands here, so that it can be erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

AwardId = NewType("AwardId", int)

COLUMNS = "id, token, version, state, made_by, member_id, points, reason"


class AwardState(StrEnum):
    """Where an award stands."""

    DRAFT = "draft"  # something is still missing, or the last word
    DROPPED = "dropped"
    GIVEN = "given"
    UNDONE = "undone"  # given, and taken back


@dataclass(frozen=True, slots=True)
class Award:
    """Points for somebody, for a reason; None is what its maker has not said yet, an empty reason was erased.

    `version` rises with every change.
    """

    id: AwardId
    token: str
    version: int
    state: AwardState
    made_by: MemberId
    member_id: MemberId
    points: int | None
    reason: str | None


class Conflict(Exception):
    """The award has changed since it was read."""


def open_draft(transaction: Transaction, made_by: MemberId, member: MemberId, token: str, now: int) -> Award:
    """Begin an award for somebody; an unfinished earlier one of the same maker is dropped."""
    earlier = draft_of(transaction, made_by)
    if earlier is not None:
        drop(transaction, earlier)
    row = transaction.one(
        "INSERT INTO awards (token, state, made_by, member_id, opened_at)"
        " VALUES (:token, 'draft', :made_by, :member, :now) RETURNING id",
        {"token": token, "made_by": made_by, "member": member, "now": now},
    )
    assert row is not None
    return get(transaction, AwardId(row["id"]))


def draft_of(transaction: Transaction, made_by: MemberId) -> Award | None:
    """The award that somebody is putting together; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM awards WHERE made_by = :made_by AND state = 'draft'",  # noqa: S608
        {"made_by": made_by},
    )
    return None if row is None else _award(row)


def find_by_token(transaction: Transaction, token: str) -> Award | None:
    """The award that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM awards WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _award(row)


def get(transaction: Transaction, id_: AwardId) -> Award:
    """An award by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM awards WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _award(row)


def given_to(transaction: Transaction, member: MemberId, limit: int) -> Sequence[Award]:
    """What somebody was given and still has, the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM awards WHERE member_id = :member AND state = 'given'"  # noqa: S608
        " ORDER BY id DESC LIMIT :limit",
        {"member": member, "limit": limit},
    )
    return [_award(row) for row in rows]


def fill(transaction: Transaction, award: Award) -> Award:
    """Keep what a draft says now; buttons of the version before are out of date. Raises Conflict."""
    return _change(transaction, award, AwardState.DRAFT)


def give(transaction: Transaction, award: Award) -> Award:
    """It is given. Raises Conflict, and sqlite3.IntegrityError when something is missing."""
    return _change(transaction, award, AwardState.GIVEN)


def undo(transaction: Transaction, award: Award) -> Award:
    """It is taken back. Raises Conflict."""
    return _change(transaction, award, AwardState.UNDONE)


def drop(transaction: Transaction, award: Award) -> Award:
    """It is not given after all, and why it was to be is forgotten. Raises Conflict."""
    return _change(transaction, replace(award, reason=None), AwardState.DROPPED)


def forget_unfinished(transaction: Transaction, before: int) -> int:
    """Delete what was begun before then (UTC ms) and never given; returns how many."""
    return transaction.execute(
        "DELETE FROM awards WHERE state IN ('draft', 'dropped') AND opened_at < :before", {"before": before}
    )


def _change(transaction: Transaction, award: Award, state: AwardState) -> Award:
    changed = transaction.execute(
        "UPDATE awards SET state = :state, version = version + 1, points = :points, reason = :reason"
        " WHERE id = :id AND version = :version",
        {
            "id": award.id,
            "version": award.version,
            "state": state,
            "points": award.points,
            "reason": award.reason,
        },
    )
    if not changed:
        raise Conflict(f"award {award.id} is no longer v{award.version}")
    return get(transaction, award.id)


def _award(row: Row) -> Award:
    return Award(
        id=AwardId(row["id"]),
        token=row["token"],
        version=row["version"],
        state=AwardState(row["state"]),
        made_by=MemberId(row["made_by"]),
        member_id=MemberId(row["member_id"]),
        points=row["points"],
        reason=row["reason"],
    )
