"""Everything the bot does to the world: a row per call, with its lane, its state and why it ended so.

| state | means |
|---|---|
| waiting | to be sent once `due_at` has come |
| sending | lane 3 only: about to be sent, so that a crash makes it uncertain rather than doubled |
| sent | done; `message_ids` holds what it produced |
| skipped | not sent, for a reason that is no fault (superseded, unreachable, expired, orphaned, …) |
| failed | refused by the other side |
| uncertain | perhaps sent; not sent again without somebody saying so |
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import NewType

from storage import unreachable
from storage.database import Row, Transaction
from storage.inbox import EventId
from storage.members import NOBODY, MemberId

OutboxId = NewType("OutboxId", int)

COLUMNS = (
    "id, event_id, ordinal, channel, chat_id, lane, method, parameters, parent_id, if_orphaned, target,"
    " effect, due_at, expires_at"
)


class Lane(IntEnum):
    """A lower lane never waits for a higher one."""

    UNPACED = 0  # answers to presses, reactions, downloads
    REPLY = 1
    NOTICE = 2  # notices and reminders
    BROADCAST = 3


class State(StrEnum):
    """How a row stands; see the table above."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class IfOrphaned(StrEnum):
    """What becomes of an edit whose parent ended without a message."""

    SKIP = "skip"
    SEND = "send"  # as a fresh message


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One call to make. `parameters` are the Bot API's, without chat and message where those are implied.

    `parent` is the row whose message this one edits or answers; `target` names the message that an edit is for, so
    that a newer unsent edit replaces an older one; `effect` names the event that tells what came of it: of a
    download always, of a message when it could not be delivered. `about` is whom the contents name besides whoever
    they go to; it is stored in a table of its own, for `storage.erasure`, and a row read back has none.
    """

    id: OutboxId
    event_id: EventId
    ordinal: int
    channel: str
    chat_id: int
    lane: Lane
    method: str
    parameters: Mapping[str, object]
    parent: OutboxId | None = None
    if_orphaned: IfOrphaned = IfOrphaned.SKIP
    target: str | None = None
    effect: str | None = None
    due_at: int = 0
    expires_at: int | None = None
    about: tuple[MemberId, ...] = ()

    @property
    def is_download(self) -> bool:
        """Whether the row fetches something instead of sending it."""
        return self.method == "getFile"

    def for_chat(self, chat_id: int) -> OutboxRow:
        """The same call to another chat: a group that became a supergroup."""
        return replace(self, chat_id=chat_id)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a row ended."""

    id: OutboxId
    state: State
    reason: str | None = None
    message_ids: tuple[int, ...] = ()


def add(transaction: Transaction, row: OutboxRow, now: int) -> bool:
    """Store a row; returns whether it is to be sent.

    An older unsent edit of the same message is superseded by it. A notice or broadcast to a chat that cannot be
    written to is stored as skipped; a reply is tried, for somebody has just written from there. What goes to
    somebody who was erased is always skipped.
    """
    why_not = _why_not(transaction, row)
    if row.target is not None:
        transaction.execute(
            "UPDATE outbox SET state = 'skipped', reason = 'superseded', ended_at = :now"
            " WHERE target = :target AND state = 'waiting'",
            {"target": row.target, "now": now},
        )
    transaction.execute(
        "INSERT INTO outbox (id, event_id, ordinal, channel, chat_id, lane, method, parameters, parent_id,"
        " if_orphaned, target, effect, due_at, expires_at, state, reason, created_at, ended_at)"
        " VALUES (:id, :event_id, :ordinal, :channel, :chat_id, :lane, :method, :parameters, :parent_id,"
        " :if_orphaned, :target, :effect, :due_at, :expires_at, :state, :reason, :now, :ended_at)",
        {
            "id": row.id,
            "event_id": row.event_id,
            "ordinal": row.ordinal,
            "channel": row.channel,
            "chat_id": row.chat_id,
            "lane": int(row.lane),
            "method": row.method,
            "parameters": json.dumps(row.parameters, ensure_ascii=False),
            "parent_id": row.parent,
            "if_orphaned": row.if_orphaned,
            "target": row.target,
            "effect": row.effect,
            "due_at": row.due_at,
            "expires_at": row.expires_at,
            "state": State.SKIPPED if why_not else State.WAITING,
            "reason": why_not,
            "now": now,
            "ended_at": now if why_not else None,
        },
    )
    transaction.execute_many(
        "INSERT INTO outbox_mentions (outbox_id, member_id) VALUES (:row, :member) ON CONFLICT DO NOTHING",
        [{"row": row.id, "member": member} for member in row.about],
    )
    return why_not is None


def highest_id(transaction: Transaction) -> int:
    """The newest id in use; ids go on from there."""
    return transaction.number("SELECT max(id) FROM outbox")


def due(transaction: Transaction, lane: Lane, now: int, limit: int) -> list[OutboxRow]:
    """The first rows of a lane whose time has come, in the order in which they became due."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM outbox WHERE state = 'waiting' AND lane = :lane AND due_at <= :now"  # noqa: S608
        " ORDER BY due_at, id LIMIT :limit",
        {"lane": int(lane), "now": now, "limit": limit},
    )
    return [_row(row) for row in rows]


def next_due_at(transaction: Transaction, now: int) -> int | None:
    """When the next row becomes due that is not due yet; None when there is none."""
    times = [
        transaction.one(
            "SELECT due_at FROM outbox WHERE state = 'waiting' AND lane = :lane AND due_at > :now"
            " ORDER BY due_at LIMIT 1",
            {"lane": int(lane), "now": now},
        )
        for lane in Lane
    ]
    return min((row["due_at"] for row in times if row is not None), default=None)


def find_waiting(transaction: Transaction, id_: OutboxId) -> OutboxRow | None:
    """A row as it stands now; None when it is no longer to be sent."""
    row = transaction.one(f"SELECT {COLUMNS} FROM outbox WHERE id = :id AND state = 'waiting'", {"id": id_})  # noqa: S608
    return None if row is None else _row(row)


def mark_sending(transaction: Transaction, ids: Sequence[OutboxId]) -> int:
    """Say durably that these broadcast rows are about to be sent; returns how many still may be."""
    return sum(
        transaction.execute(
            "UPDATE outbox SET state = 'sending' WHERE id = :id AND state = 'waiting'", {"id": id_}
        )
        for id_ in ids
    )


def sending_became_uncertain(transaction: Transaction, now: int) -> int:
    """After an unclean stop: what was being broadcast may or may not have arrived. Returns how many."""
    return transaction.execute(
        "UPDATE outbox SET state = 'uncertain', reason = 'stopped while sending', ended_at = :now"
        " WHERE state = 'sending'",
        {"now": now},
    )


def end(transaction: Transaction, ending: Ending, now: int) -> bool:
    """Say how a row ended; returns whether that counts: what was taken back meanwhile has ended already.

    What was superseded while it was under way gets its true ending: the messages it made are worth more.
    """
    return bool(
        transaction.execute(
            "UPDATE outbox SET state = :state, reason = :reason, message_ids = :message_ids, ended_at = :now"
            " WHERE id = :id AND (ended_at IS NULL OR (state = 'skipped' AND reason = 'superseded'))",
            {
                "id": ending.id,
                "state": ending.state,
                "reason": ending.reason,
                "message_ids": json.dumps(ending.message_ids) if ending.message_ids else None,
                "now": now,
            },
        )
    )


def take_back(transaction: Transaction, ids: Iterable[OutboxId], reason: str, now: int) -> int:
    """Let rows not be sent after all; returns how many ended so.

    A broadcast row that is being sent goes on, and ends as it truly does; it only is not tried again.
    """
    taken = 0
    for id_ in ids:
        named = {"id": id_, "reason": reason, "now": now}
        taken += transaction.execute(
            "UPDATE outbox SET state = 'skipped', reason = :reason, ended_at = :now"
            " WHERE id = :id AND state = 'waiting'",
            named,
        )
        transaction.execute("UPDATE outbox SET reason = :reason WHERE id = :id AND state = 'sending'", named)
    return taken


def ending_of(transaction: Transaction, id_: OutboxId) -> Ending | None:
    """How a row ended; None while it has not (or is not known)."""
    row = transaction.one(
        "SELECT id, state, reason, message_ids FROM outbox WHERE id = :id AND ended_at IS NOT NULL",
        {"id": id_},
    )
    if row is None:
        return None
    ids = tuple(json.loads(row["message_ids"])) if row["message_ids"] else ()
    return Ending(OutboxId(row["id"]), State(row["state"]), row["reason"], ids)


def mark_waiting(transaction: Transaction, id_: OutboxId, now: int) -> None:
    """Undo `mark_sending`: the row surely did not go out and is to be tried again, unless it was taken back."""
    sending = {"id": id_, "now": now}
    transaction.execute(
        "UPDATE outbox SET state = 'skipped', ended_at = :now"
        " WHERE id = :id AND state = 'sending' AND reason IS NOT NULL",
        sending,
    )
    transaction.execute("UPDATE outbox SET state = 'waiting' WHERE id = :id AND state = 'sending'", sending)


def move_chat(transaction: Transaction, channel: str, old: int, new: int) -> None:
    """A group became a supergroup: what waits for the old id goes to the new one."""
    transaction.execute(
        "UPDATE outbox SET chat_id = :new WHERE channel = :channel AND chat_id = :old AND state = 'waiting'",
        {"channel": channel, "old": old, "new": new},
    )


def forget_contents(transaction: Transaction, before: int) -> int:
    """Drop what ended rows said and whom that named; states and message ids stay. Returns how many."""
    transaction.execute(
        "DELETE FROM outbox_mentions WHERE outbox_id IN"
        " (SELECT id FROM outbox WHERE ended_at < :before AND parameters <> '{}')",
        {"before": before},
    )
    return transaction.execute(
        "UPDATE outbox SET parameters = '{}' WHERE ended_at < :before AND parameters <> '{}'",
        {"before": before},
    )


def count_due_since(transaction: Transaction, before: int) -> int:
    """How many calls were to be made before then (UTC ms) and are not made yet."""
    return transaction.number(
        "SELECT count(*) FROM outbox WHERE state = 'waiting' AND due_at < :before", {"before": before}
    )


def count_failed_since(transaction: Transaction, since: int) -> int:
    """How many calls the other side has refused since then (UTC ms)."""
    return transaction.number(
        "SELECT count(*) FROM outbox WHERE ended_at >= :since AND state = 'failed'", {"since": since}
    )


def states(transaction: Transaction) -> Mapping[str, int]:
    """How many rows are in each state."""
    rows = transaction.all("SELECT state, count(*) AS calls FROM outbox GROUP BY state")
    return {row["state"]: row["calls"] for row in rows}


def _why_not(transaction: Transaction, row: OutboxRow) -> str | None:
    """Why a row is not even to be tried; None when it is."""
    if row.channel == NOBODY:
        return "erased"
    if row.lane >= Lane.NOTICE and unreachable.holds(transaction, row.channel, row.chat_id):
        return "unreachable"
    return None


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        id=OutboxId(row["id"]),
        event_id=EventId(row["event_id"]),
        ordinal=row["ordinal"],
        channel=row["channel"],
        chat_id=row["chat_id"],
        lane=Lane(row["lane"]),
        method=row["method"],
        parameters=json.loads(row["parameters"]),
        parent=None if row["parent_id"] is None else OutboxId(row["parent_id"]),
        if_orphaned=IfOrphaned(row["if_orphaned"]),
        target=row["target"],
        effect=row["effect"],
        due_at=row["due_at"],
        expires_at=row["expires_at"],
    )
