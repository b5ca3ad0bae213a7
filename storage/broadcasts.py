"""Broadcasts: a message of a coordinator's, whom it is for, when it goes out, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.audiences import Audience, Circle
from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.stations import StationId

BroadcastId = NewType("BroadcastId", int)

COLUMNS = (
    "id, token, version, sender_id, state, channel, chat_id, message_id, previewed, audience, station_id, timing,"
    " send_at, changed_at, started_at, ended_at, why_stopped, progress_row, progress, counted_at"
)


class BroadcastState(StrEnum):
    """How a broadcast stands; `handlers.broadcasts.lifecycle` says what leads where."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"  # by somebody; what had not gone out stays here
    STOPPED = "stopped"  # by itself, for a reason


class Timing(StrEnum):
    """When it goes out."""

    READABLE = "readable"  # to each when they can next be disturbed
    NOW = "now"
    AT = "at"


class StopReason(StrEnum):
    """Why a broadcast stopped by itself."""

    ORIGINAL_GONE = "original_gone"  # its message was deleted, or cannot be copied any more
    TOO_LATE = "too_late"  # the bot was down at its time, and long after
    SENDER_GONE = "sender_gone"  # whoever wanted it sent may not send any more


@dataclass(frozen=True, slots=True)
class Original:
    """The message to be copied, and the chat it stands in."""

    channel: str
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast; what a draft does not say yet is None. Times are UTC ms; `send_at` is for `Timing.AT` alone."""

    id: BroadcastId
    token: str
    version: int
    sender_id: MemberId
    state: BroadcastState
    original: Original | None
    previewed: int | None
    audience: Audience | None
    timing: Timing | None
    send_at: int | None
    changed_at: int
    started_at: int | None
    ended_at: int | None
    why_stopped: StopReason | None
    progress_row: OutboxId | None
    progress: str | None
    counted_at: int | None


def draft_of(transaction: Transaction, sender: MemberId) -> Broadcast | None:
    """The broadcast that somebody is putting together."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM broadcasts WHERE sender_id = :sender AND state = 'draft'",  # noqa: S608
        {"sender": sender},
    )
    return None if row is None else _broadcast(row)


def open_draft(transaction: Transaction, sender: MemberId, token: str, now: int) -> Broadcast:
    """Begin to put one together. There must be no other draft of theirs."""
    row = transaction.one(
        "INSERT INTO broadcasts (token, sender_id, changed_at) VALUES (:token, :sender, :now)"
        f" RETURNING {COLUMNS}",
        {"token": token, "sender": sender, "now": now},
    )
    assert row is not None
    return _broadcast(row)


def find_by_token(transaction: Transaction, token: str) -> Broadcast | None:
    """The broadcast that a button speaks of."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM broadcasts WHERE token = :token",  # noqa: S608
        {"token": token},
    )
    return None if row is None else _broadcast(row)


def get(transaction: Transaction, id_: BroadcastId) -> Broadcast:
    """A broadcast by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM broadcasts WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _broadcast(row)


def change(transaction: Transaction, draft: Broadcast, now: int) -> Broadcast:
    """Keep what a draft says now; returns it as it is, buttons of the one before are out of date."""
    original, audience = draft.original, draft.audience
    row = transaction.one(
        "UPDATE broadcasts SET channel = :channel, chat_id = :chat, message_id = :message, audience = :audience,"
        " station_id = :station, timing = :timing, send_at = :send_at, changed_at = :now, version = version + 1"
        f" WHERE id = :id AND state = 'draft' RETURNING {COLUMNS}",
        {
            "id": draft.id,
            "channel": None if original is None else original.channel,
            "chat": None if original is None else original.chat_id,
            "message": None if original is None else original.message_id,
            "audience": None if audience is None else audience.circle,
            "station": None if audience is None else audience.station_id,
            "timing": draft.timing,
            "send_at": draft.send_at,
            "now": now,
        },
    )
    assert row is not None
    return _broadcast(row)


def set_previewed(transaction: Transaction, id_: BroadcastId, message_id: int | None) -> None:
    """The sender has been shown a copy of this message; None: they are to be shown one again."""
    transaction.execute(
        "UPDATE broadcasts SET previewed = :message WHERE id = :id", {"message": message_id, "id": id_}
    )


def discard(transaction: Transaction, draft: Broadcast, now: int) -> None:
    """Nothing comes of a draft; what it held is forgotten."""
    set_state(transaction, draft, BroadcastState.DISCARDED, now)
    transaction.execute(
        "UPDATE broadcasts SET channel = NULL, chat_id = NULL, message_id = NULL, previewed = NULL,"
        " ended_at = :now WHERE id = :id",
        {"id": draft.id, "now": now},
    )


def set_state(
    transaction: Transaction,
    broadcast: Broadcast,
    state: BroadcastState,
    now: int,
    why: StopReason | None = None,
) -> Broadcast:
    """Take a step of the lifecycle; returns the broadcast as it is then."""
    row = transaction.one(
        "UPDATE broadcasts SET state = :state, version = version + 1, changed_at = :now,"
        " why_stopped = coalesce(:why, why_stopped),"
        " started_at = CASE WHEN :state = 'sending' THEN :now ELSE started_at END"
        f" WHERE id = :id AND state = :before RETURNING {COLUMNS}",
        {"id": broadcast.id, "state": state, "before": broadcast.state, "now": now, "why": why},
    )
    assert row is not None
    return _broadcast(row)


def end(transaction: Transaction, id_: BroadcastId, now: int) -> None:
    """Nothing of it is left to send."""
    transaction.execute("UPDATE broadcasts SET ended_at = :now WHERE id = :id", {"id": id_, "now": now})


def set_progress_row(transaction: Transaction, id_: BroadcastId, row: OutboxId) -> None:
    """Where its sender sees how it goes."""
    transaction.execute("UPDATE broadcasts SET progress_row = :row WHERE id = :id", {"row": row, "id": id_})


def note_progress(transaction: Transaction, id_: BroadcastId, progress: str, now: int) -> None:
    """It was looked how far it has come, and this is what the sender sees of it."""
    transaction.execute(
        "UPDATE broadcasts SET progress = :progress, counted_at = :now WHERE id = :id",
        {"progress": progress, "now": now, "id": id_},
    )


def due(transaction: Transaction, now: int) -> list[Broadcast]:
    """Those whose time has come, the longest due first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE state = 'scheduled' AND send_at <= :now"  # noqa: S608
        " ORDER BY send_at, id",
        {"now": now},
    )
    return [_broadcast(row) for row in rows]


def under_way(transaction: Transaction) -> list[Broadcast]:
    """Those of which something is left to send or to take back, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE ended_at IS NULL"  # noqa: S608
        " AND state IN ('sending', 'cancelled', 'stopped') ORDER BY id"
    )
    return [_broadcast(row) for row in rows]


def any_under_way(transaction: Transaction, now: int) -> bool:
    """Whether one is on its way, or has come due."""
    return bool(
        transaction.number(
            "SELECT EXISTS (SELECT 1 FROM broadcasts WHERE ended_at IS NULL"
            " AND (state IN ('sending', 'cancelled', 'stopped') OR (state = 'scheduled' AND send_at <= :now)))",
            {"now": now},
        )
    )


def unended(transaction: Transaction) -> list[Broadcast]:
    """Those that are scheduled or under way, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE ended_at IS NULL"  # noqa: S608
        " AND state IN ('scheduled', 'sending', 'cancelled', 'stopped') ORDER BY id"
    )
    return [_broadcast(row) for row in rows]


def unended_of(transaction: Transaction, sender: MemberId) -> list[Broadcast]:
    """Somebody's broadcasts that are not over: drafts, scheduled ones, and those under way."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE sender_id = :sender AND ended_at IS NULL ORDER BY id",  # noqa: S608
        {"sender": sender},
    )
    return [_broadcast(row) for row in rows]


def stale_drafts(transaction: Transaction, before: int) -> list[Broadcast]:
    """Drafts that were last touched before then (UTC ms)."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE state = 'draft' AND changed_at < :before",  # noqa: S608
        {"before": before},
    )
    return [_broadcast(row) for row in rows]


def _broadcast(row: Row) -> Broadcast:
    return Broadcast(
        id=BroadcastId(row["id"]),
        token=row["token"],
        version=row["version"],
        sender_id=MemberId(row["sender_id"]),
        state=BroadcastState(row["state"]),
        original=_original(row),
        previewed=row["previewed"],
        audience=_audience(row),
        timing=None if row["timing"] is None else Timing(row["timing"]),
        send_at=row["send_at"],
        changed_at=row["changed_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        why_stopped=None if row["why_stopped"] is None else StopReason(row["why_stopped"]),
        progress_row=None if row["progress_row"] is None else OutboxId(row["progress_row"]),
        progress=row["progress"],
        counted_at=row["counted_at"],
    )


def _original(row: Row) -> Original | None:
    if row["message_id"] is None:
        return None
    return Original(row["channel"], row["chat_id"], row["message_id"])


def _audience(row: Row) -> Audience | None:
    if row["audience"] is None:
        return None
    station = row["station_id"]
    return Audience(Circle(row["audience"]), None if station is None else StationId(station))
