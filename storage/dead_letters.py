"""Events that could not be handled, with the reason, kept aside for somebody to look at."""

from __future__ import annotations

from dataclasses import dataclass

from storage import settings
from storage.database import Transaction
from storage.inbox import KEPT, Arrival, EventId, StoredEvent

TOLD = "dead_letters_told"  # the settings row with the newest letter that the admins know of


@dataclass(frozen=True, slots=True)
class Untold:
    """Letters that the admins do not know of: how many, why the first of them died, and the newest one's number."""

    count: int
    first_reason: str
    newest: int


def add(transaction: Transaction, event: StoredEvent, reason: str, traceback: str | None, now: int) -> None:
    """Keep an event that failed for good."""
    arrival = Arrival(event.channel, event.kind, event.key, event.body)
    _insert(transaction, arrival, event.id, reason, traceback, now)


def add_unreadable(transaction: Transaction, arrival: Arrival, reason: str, now: int) -> None:
    """Keep something that never became an event because it could not be read."""
    _insert(transaction, arrival, None, reason, None, now)


def count(transaction: Transaction) -> int:
    """How many letters wait for somebody to look at them."""
    return transaction.number("SELECT count(*) FROM dead_letters")


def forget(transaction: Transaction, now: int) -> int:
    """Delete letters as old as a handled event may become: they hold what people wrote. Returns how many."""
    return transaction.execute("DELETE FROM dead_letters WHERE died_at < :before", {"before": now - KEPT})


def untold(transaction: Transaction) -> Untold | None:
    """What the admins do not know of yet; None when they know of everything."""
    row = transaction.one(
        "SELECT count(*) AS letters, max(id) AS newest, (SELECT reason FROM dead_letters WHERE id > :told"
        " ORDER BY id LIMIT 1) AS reason FROM dead_letters WHERE id > :told",
        {"told": int(settings.read(transaction, TOLD) or 0)},
    )
    assert row is not None
    return Untold(row["letters"], row["reason"], row["newest"]) if row["letters"] else None


def has_untold(transaction: Transaction, _now: int) -> bool:
    """Whether there is anything to tell the admins."""
    return untold(transaction) is not None


def note_told(transaction: Transaction, told: Untold) -> None:
    """The admins know of them."""
    settings.write(transaction, TOLD, str(told.newest))


def _insert(
    transaction: Transaction,
    arrival: Arrival,
    event: EventId | None,
    reason: str,
    traceback: str | None,
    now: int,
) -> None:
    transaction.execute(
        "INSERT INTO dead_letters (event_id, channel, kind, key, body, reason, traceback, died_at)"
        " VALUES (:event, :channel, :kind, :key, :body, :reason, :traceback, :now)",
        {
            "event": event,
            "channel": arrival.channel,
            "kind": arrival.kind,
            "key": arrival.key,
            "body": _storable(arrival.body),
            "reason": _storable(reason),
            "traceback": None if traceback is None else _storable(traceback),
            "now": now,
        },
    )


def _storable(text: str) -> str:
    """An error may quote half of a surrogate pair, which UTF-8 cannot hold."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
