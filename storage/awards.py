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
from storage.point_rules import CreditClass

AwardId = NewType("AwardId", int)

COLUMNS = (
    "id, token, version, state, made_by, member_id, points, reason, credit_class, asked_at, decided_by, undo_reason,"
    " undo_words"
)


class AwardState(StrEnum):
    """Where an award stands."""

    DRAFT = "draft"  # something is still missing, or the last word
    DROPPED = "dropped"
    PENDING = "pending"  # another coordinator is to look at it
    DECLINED = "declined"  # who said no
    LAPSED = "lapsed"  # nobody said anything in time
    GIVEN = "given"
    UNDONE = "undone"  # given, and taken back


@dataclass(frozen=True, slots=True)
class Award:
    """Points for somebody, for a reason; None is what its maker has not said yet, an empty reason was erased.

    `version` rises with every change. `asked_at` (UTC ms) is since when it waits for another coordinator, `decided_by`
    who that was. Why it was taken back is `undo_reason`, or in `undo_words`.
    """

    id: AwardId
    token: str
    version: int
    state: AwardState
    made_by: MemberId
    member_id: MemberId
    points: int | None
    reason: str | None
    credit_class: CreditClass = CreditClass.EARNED
    asked_at: int | None = None
    decided_by: MemberId | None = None
    undo_reason: str | None = None
    undo_words: str | None = None


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


def given_alone(transaction: Transaction, made_by: MemberId, member: MemberId, since: int) -> int:
    """How many points one coordinator has given somebody since then (UTC ms), without another one."""
    return transaction.number(
        "SELECT sum(points) FROM awards WHERE member_id = :member AND made_by = :made_by AND state = 'given'"
        " AND decided_by IS NULL AND opened_at >= :since",
        {"made_by": made_by, "member": member, "since": since},
    )


def pending(transaction: Transaction, limit: int) -> Sequence[Award]:
    """What waits for another coordinator, the longest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM awards WHERE state = 'pending' ORDER BY asked_at, id LIMIT :limit",  # noqa: S608
        {"limit": limit},
    )
    return [_award(row) for row in rows]


def asked_before(transaction: Transaction, before: int, limit: int) -> Sequence[Award]:
    """What has waited since before then (UTC ms)."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM awards WHERE state = 'pending' AND asked_at < :before"  # noqa: S608
        " ORDER BY asked_at, id LIMIT :limit",
        {"before": before, "limit": limit},
    )
    return [_award(row) for row in rows]


def fill(transaction: Transaction, award: Award) -> Award:
    """Keep what a draft says now; buttons of the version before are out of date. Raises Conflict."""
    return _change(transaction, award, AwardState.DRAFT)


def give(transaction: Transaction, award: Award) -> Award:
    """It is given. Raises Conflict, and sqlite3.IntegrityError when something is missing."""
    return _change(transaction, award, AwardState.GIVEN)


def ask(transaction: Transaction, award: Award, now: int) -> Award:
    """It waits for another coordinator. Raises Conflict."""
    return _change(transaction, replace(award, asked_at=now), AwardState.PENDING)


def confirm(transaction: Transaction, award: Award, by: MemberId) -> Award:
    """Another coordinator has looked at it, and it is given. Raises Conflict."""
    return _change(transaction, replace(award, decided_by=by), AwardState.GIVEN)


def decline(transaction: Transaction, award: Award, by: MemberId) -> Award:
    """Another coordinator has looked at it, and it is not given. Raises Conflict."""
    return _change(transaction, replace(award, decided_by=by), AwardState.DECLINED)


def lapse(transaction: Transaction, award: Award) -> Award:
    """Nobody has looked at it in time. Raises Conflict."""
    return _change(transaction, award, AwardState.LAPSED)


def undo(transaction: Transaction, award: Award, reason: str, words: str | None) -> Award:
    """It is taken back, and why. Raises Conflict."""
    return _change(transaction, replace(award, undo_reason=reason, undo_words=words), AwardState.UNDONE)


def drop(transaction: Transaction, award: Award) -> Award:
    """It is not given after all, and why it was to be is forgotten. Raises Conflict."""
    return _change(transaction, replace(award, reason=None), AwardState.DROPPED)


def forget_unfinished(transaction: Transaction, before: int, decided_before: int) -> int:
    """Delete what was begun before then (UTC ms) and not given; what others were asked about, by the later time.

    Returns how many.
    """
    times = {"before": before, "decided_before": decided_before}
    forgotten = (
        "SELECT id FROM awards WHERE state IN ('draft', 'dropped', 'declined', 'lapsed')"
        " AND opened_at < CASE WHEN asked_at IS NULL THEN :before ELSE :decided_before END"
    )
    transaction.execute(f"DELETE FROM award_cards WHERE award_id IN ({forgotten})", times)  # noqa: S608
    return transaction.execute(f"DELETE FROM awards WHERE id IN ({forgotten})", times)  # noqa: S608


def _change(transaction: Transaction, award: Award, state: AwardState) -> Award:
    changed = transaction.execute(
        "UPDATE awards SET state = :state, version = version + 1, points = :points, reason = :reason,"
        " credit_class = :credit_class, asked_at = :asked_at, decided_by = :decided_by,"
        " undo_reason = :undo_reason, undo_words = :undo_words"
        " WHERE id = :id AND version = :version",
        {
            "id": award.id,
            "version": award.version,
            "state": state,
            "points": award.points,
            "reason": award.reason,
            "credit_class": award.credit_class,
            "asked_at": award.asked_at,
            "decided_by": award.decided_by,
            "undo_reason": award.undo_reason,
            "undo_words": award.undo_words,
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
        credit_class=CreditClass(row["credit_class"]),
        asked_at=row["asked_at"],
        decided_by=None if row["decided_by"] is None else MemberId(row["decided_by"]),
        undo_reason=row["undo_reason"],
        undo_words=row["undo_words"],
    )
