"""Everything that happens, stored before it is acknowledged and handled once.

An event is known by (channel, kind, key) and by the hash of its body: the same event delivered again is dropped,
another event under a reused id (Telegram's update ids start anew after a silent week) is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction

EventId = NewType("EventId", int)

# ms that an event is kept once it was handled, and a dead letter once it died: Telegram redelivers for 24 hours, and
# reuses ids only after a silent week. People are told this time.
KEPT = 7 * 24 * 3600 * 1000


class EventKind(StrEnum):
    """Where an event comes from."""

    UPDATE = "update"  # a Telegram update, as it arrived
    TICK = "tick"  # the clock
    COMMAND = "command"  # the command line
    EFFECT = "effect"  # the result of something slow, such as a download


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that happened and is not stored yet. `body` is JSON text; `key` names it within its kind."""

    channel: str
    kind: EventKind
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of the inbox."""

    id: EventId
    channel: str
    kind: EventKind
    key: str
    body: str
    received_at: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command was answered; when not `ok`, `result["error"]` says why."""

    ok: bool
    result: Mapping[str, object]


def body_hash(body: str) -> str:
    """A hash of what a JSON text means, so that spacing and key order make no new event."""
    with suppress(
        ValueError, RecursionError
    ):  # no JSON to be read: the text itself is all there is to compare
        body = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def add(transaction: Transaction, arrivals: Iterable[Arrival], now: int) -> int:
    """Store what is new; returns how many were. What is already there (redelivered) is left as it is."""
    return sum(
        transaction.execute(
            "INSERT INTO inbox (channel, kind, key, body_hash, body, received_at)"
            " VALUES (:channel, :kind, :key, :body_hash, :body, :now)"
            " ON CONFLICT DO NOTHING",
            {
                "channel": arrival.channel,
                "kind": arrival.kind,
                "key": arrival.key,
                "body_hash": body_hash(arrival.body),
                "body": arrival.body,
                "now": now,
            },
        )
        for arrival in arrivals
    )


def waiting(transaction: Transaction, limit: int) -> list[StoredEvent]:
    """The oldest events not handled yet."""
    rows = transaction.all(
        "SELECT id, channel, kind, key, body, received_at, attempts FROM inbox"
        " WHERE state = 'waiting' ORDER BY id LIMIT :limit",
        {"limit": limit},
    )
    return [_event(row) for row in rows]


def count_waiting(transaction: Transaction) -> int:
    """How many events are not handled yet."""
    return transaction.number("SELECT count(*) FROM inbox WHERE state = 'waiting'")


def count_waiting_since(transaction: Transaction, before: int) -> int:
    """How many events came in before then (UTC ms) and are not handled yet."""
    return transaction.number(
        "SELECT count(*) FROM inbox WHERE state = 'waiting' AND received_at < :before", {"before": before}
    )


def encode_result(result: Mapping[str, object] | None) -> str | None:
    """What a command is answered, as it is stored."""
    return None if result is None else json.dumps(result, ensure_ascii=False)


def finish(transaction: Transaction, event: EventId, now: int, result: str | None = None) -> None:
    """Mark the event as handled; `result` is what a command answers (JSON text)."""
    _close(transaction, event, "done", now, result)


def bury(transaction: Transaction, event: EventId, now: int, reason: str) -> None:
    """Mark the event as dead; its letter is written by `dead_letters.add`."""
    _close(transaction, event, "dead", now, json.dumps({"error": reason}))


def count_attempt(transaction: Transaction, event: EventId) -> int:
    """Note that the event is about to be tried alone; returns how often that was, this time included."""
    row = transaction.one(
        "UPDATE inbox SET attempts = attempts + 1 WHERE id = :id AND state = 'waiting' RETURNING attempts",
        {"id": event},
    )
    return 0 if row is None else int(row["attempts"])


def answer_of(transaction: Transaction, channel: str, key: str) -> Answer | None:
    """What a command answered; None while it has not been handled."""
    row = transaction.one(
        "SELECT state, result FROM inbox WHERE key = :key AND channel = :channel AND kind = 'command'"
        " AND state <> 'waiting' ORDER BY id LIMIT 1",
        {"channel": channel, "key": key},
    )
    if row is None:
        return None
    return Answer(row["state"] == "done", json.loads(row["result"] or "{}"))


def empty(transaction: Transaction, event: EventId) -> None:
    """Drop what an event said; that it happened, and its hash against redelivery, stay."""
    transaction.execute("UPDATE inbox SET body = '{}' WHERE id = :id", {"id": event})


def forget_handled(transaction: Transaction, now: int) -> int:
    """Delete handled events whose keys no longer protect against redelivery; returns how many."""
    return transaction.execute(
        "DELETE FROM inbox WHERE state <> 'waiting' AND handled_at < :before", {"before": now - KEPT}
    )


def states(transaction: Transaction) -> Mapping[str, int]:
    """How many events are in each state."""
    rows: Sequence[Row] = transaction.all("SELECT state, count(*) AS events FROM inbox GROUP BY state")
    return {row["state"]: row["events"] for row in rows}


def _close(transaction: Transaction, event: EventId, state: str, now: int, result: str | None) -> None:
    transaction.execute(
        "UPDATE inbox SET state = :state, handled_at = :now, result = :result WHERE id = :id",
        {"state": state, "now": now, "result": result, "id": event},
    )


def _event(row: Row) -> StoredEvent:
    return StoredEvent(
        id=EventId(row["id"]),
        channel=row["channel"],
        kind=EventKind(row["kind"]),
        key=row["key"],
        body=row["body"],
        received_at=row["received_at"],
        attempts=row["attempts"],
    )
