"""Whom a broadcast goes to, one row each: frozen at its start, prepared page by page, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage import outbox
from storage.audiences import MEMBERS_OF_AUDIENCE, named
from storage.broadcasts import Broadcast, BroadcastId
from storage.database import Transaction
from storage.members import MemberId
from storage.outbox import OutboxId

CANCELLED = "cancelled"  # why a row is not sent whose broadcast was cancelled, or stopped by itself
LEFT = "left"
PAGE = 1_000  # rows taken back at a time where nothing else may come between


class Outcome(StrEnum):
    """What became of one recipient. Everybody has exactly one, so that the counts add up by themselves."""

    WAITING = "waiting"
    SENT = "sent"
    SKIPPED = "skipped"  # for a reason of their own: gone, erased, not to be reached
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


OUTCOME = (
    "CASE WHEN skipped = 'cancelled' OR (outbox.state = 'skipped' AND outbox.reason = 'cancelled') THEN 'cancelled'"
    " WHEN skipped IS NOT NULL THEN 'skipped'"
    " WHEN outbox.state IS NULL OR outbox.state IN ('waiting', 'sending') THEN 'waiting'"
    " WHEN outbox.state = 'uncertain' AND read_at IS NOT NULL THEN 'sent'"  # who has read it has got it
    " ELSE outbox.state END"
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many recipients have an outcome, for a reason; `readers` of them pressed the button.

    Of those that wait, `next_due_at` and `last_due_at` say when the first and the last are to go out; of others,
    `last_ended_at` says when the last was over. UTC ms.
    """

    outcome: Outcome
    reason: str | None
    people: int
    readers: int
    next_due_at: int | None
    last_due_at: int | None
    last_ended_at: int | None


class Noted(StrEnum):
    """What pressing the button has come to."""

    NOW = "now"
    BEFORE = "before"
    NOT_THEIRS = "not_theirs"


def freeze(transaction: Transaction, broadcast: Broadcast) -> int:
    """Write down whom it is for, as things stand now; returns how many. Its audience must be chosen."""
    assert broadcast.audience is not None
    return transaction.execute(
        "INSERT INTO broadcast_recipients (broadcast_id, member_id)"  # noqa: S608
        f" SELECT :broadcast, member_id FROM ({MEMBERS_OF_AUDIENCE}) AS audience",
        {"broadcast": broadcast.id, **named(broadcast.audience, broadcast.sender_id)},
    )


def unprepared(transaction: Transaction, broadcast: BroadcastId, limit: int) -> Sequence[MemberId]:
    """The next of whom it is not decided yet whether and when it goes to them."""
    rows = transaction.all(
        "SELECT member_id FROM broadcast_recipients WHERE broadcast_id = :broadcast"
        " AND outbox_id IS NULL AND skipped IS NULL ORDER BY member_id LIMIT :limit",
        {"broadcast": broadcast, "limit": limit},
    )
    return [MemberId(row["member_id"]) for row in rows]


def set_row(transaction: Transaction, broadcast: BroadcastId, member: MemberId, row: OutboxId) -> None:
    """It goes to them with this row."""
    transaction.execute(
        "UPDATE broadcast_recipients SET outbox_id = :row WHERE broadcast_id = :broadcast AND member_id = :member",
        {"row": row, "broadcast": broadcast, "member": member},
    )


def skip(transaction: Transaction, broadcast: BroadcastId, member: MemberId, reason: str) -> None:
    """It does not go to them."""
    transaction.execute(
        "UPDATE broadcast_recipients SET skipped = :reason"
        " WHERE broadcast_id = :broadcast AND member_id = :member",
        {"reason": reason, "broadcast": broadcast, "member": member},
    )


def counts(transaction: Transaction, broadcast: BroadcastId) -> Sequence[Count]:
    """How many recipients have which outcome, and why; every one of them is in exactly one of the counts."""
    rows = transaction.all(
        "SELECT outcome, reason, count(*) AS people, count(read_at) AS readers, min(due_at) AS next_due_at,"  # noqa: S608
        " max(due_at) AS last_due_at, max(ended_at) AS last_ended_at FROM"
        f" (SELECT {OUTCOME} AS outcome, coalesce(skipped, outbox.reason) AS reason, read_at, ended_at,"
        " CASE WHEN outbox.state = 'waiting' THEN due_at END AS due_at"
        " FROM broadcast_recipients LEFT JOIN outbox ON outbox.id = outbox_id"
        " WHERE broadcast_id = :broadcast) AS outcomes"
        " GROUP BY outcome, reason ORDER BY outcome, reason",
        {"broadcast": broadcast},
    )
    return [Count(**{**dict(row), "outcome": Outcome(row["outcome"])}) for row in rows]


def with_outcome(
    transaction: Transaction, broadcast: BroadcastId, outcome: Outcome, offset: int, limit: int
) -> Sequence[MemberId]:
    """A page of the recipients with an outcome."""
    rows = transaction.all(
        "SELECT member_id FROM broadcast_recipients LEFT JOIN outbox ON outbox.id = outbox_id"  # noqa: S608
        f" WHERE broadcast_id = :broadcast AND {OUTCOME} = :outcome ORDER BY member_id LIMIT :limit OFFSET :offset",
        {"broadcast": broadcast, "outcome": outcome, "offset": offset, "limit": limit},
    )
    return [MemberId(row["member_id"]) for row in rows]


def unread(transaction: Transaction, broadcast: BroadcastId, offset: int, limit: int) -> Sequence[MemberId]:
    """A page of those whom it has reached and who have not pressed the button."""
    rows = transaction.all(
        "SELECT member_id FROM broadcast_recipients JOIN outbox ON outbox.id = outbox_id"
        " WHERE broadcast_id = :broadcast AND outbox.state = 'sent' AND read_at IS NULL"
        " ORDER BY member_id LIMIT :limit OFFSET :offset",
        {"broadcast": broadcast, "offset": offset, "limit": limit},
    )
    return [MemberId(row["member_id"]) for row in rows]


def note_read(transaction: Transaction, broadcast: BroadcastId, member: MemberId, now: int) -> Noted:
    """Somebody says that they have read it."""
    key = {"broadcast": broadcast, "member": member}
    is_new = transaction.execute(
        "UPDATE broadcast_recipients SET read_at = :now"
        " WHERE broadcast_id = :broadcast AND member_id = :member AND read_at IS NULL",
        {**key, "now": now},
    )
    if is_new:
        return Noted.NOW
    known = transaction.number(
        "SELECT count(*) FROM broadcast_recipients WHERE broadcast_id = :broadcast AND member_id = :member",
        key,
    )
    return Noted.BEFORE if known else Noted.NOT_THEIRS


def broadcast_of(transaction: Transaction, row: OutboxId) -> BroadcastId | None:
    """The broadcast that a row of the outbox is a copy of."""
    found = transaction.one(
        "SELECT broadcast_id FROM broadcast_recipients WHERE outbox_id = :row", {"row": row}
    )
    return None if found is None else BroadcastId(found["broadcast_id"])


def cancel_unprepared(transaction: Transaction, broadcast: BroadcastId) -> None:
    """It goes to nobody for whom there is no row yet."""
    transaction.execute(
        "UPDATE broadcast_recipients SET skipped = 'cancelled'"
        " WHERE broadcast_id = :broadcast AND outbox_id IS NULL AND skipped IS NULL",
        {"broadcast": broadcast},
    )


def take_back_page(
    transaction: Transaction, broadcast: BroadcastId, below: MemberId | None, limit: int, now: int
) -> MemberId | None:
    """Take back the rows of the last `limit` recipients `below` a member; returns below whom to go on, None: done."""
    rows = transaction.all(
        "SELECT member_id, outbox_id FROM broadcast_recipients WHERE broadcast_id = :broadcast"
        " AND (:below IS NULL OR member_id < :below) ORDER BY member_id DESC LIMIT :limit",
        {"broadcast": broadcast, "below": below, "limit": limit},
    )
    theirs = [OutboxId(row["outbox_id"]) for row in rows if row["outbox_id"] is not None]
    outbox.take_back(transaction, theirs, CANCELLED, now)
    return MemberId(rows[-1]["member_id"]) if len(rows) == limit else None


def take_back_all(transaction: Transaction, broadcast: BroadcastId, now: int) -> None:
    """It goes to nobody any more, however many those are."""
    cancel_unprepared(transaction, broadcast)
    below = take_back_page(transaction, broadcast, None, PAGE, now)
    while below is not None:
        below = take_back_page(transaction, broadcast, below, PAGE, now)


def take_back_from_departed(transaction: Transaction, broadcast: BroadcastId, now: int) -> None:
    """It does not go to those who have left the team since."""
    rows = transaction.all(
        "SELECT outbox_id FROM broadcast_recipients JOIN outbox ON outbox.id = outbox_id"
        " JOIN members ON members.id = member_id"
        " WHERE broadcast_id = :broadcast AND outbox.state = 'waiting' AND members.standing <> 'active'",
        {"broadcast": broadcast},
    )
    outbox.take_back(transaction, [OutboxId(row["outbox_id"]) for row in rows], LEFT, now)


def take_back_from(transaction: Transaction, member: MemberId, now: int) -> None:
    """Somebody leaves the team: no broadcast that waits goes to them."""
    rows = transaction.all(
        "SELECT outbox_id FROM broadcast_recipients JOIN outbox ON outbox.id = outbox_id"
        " WHERE member_id = :member AND outbox.state = 'waiting'",
        {"member": member},
    )
    outbox.take_back(transaction, [OutboxId(row["outbox_id"]) for row in rows], LEFT, now)
