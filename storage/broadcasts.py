"""Broadcasts: a message of a coordinator's, whom it is for, when it goes out, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from storage.audiences import Audience, Circle
from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.stations import StationId
from storage.trainings import TrainingId

BroadcastId = NewType("BroadcastId", int)

COLUMNS = (
    "id, token, version, sender_id, state, channel, chat_id, message_id, previewed, audience, station_id, training_id,"
    " timing, send_at, changed_at, started_at, ended_at, why_stopped, progress_row, progress, look_at"
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
    look_at: int | None


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
        "INSERT INTO broadcasts (token, sender_id, changed_at) VALUES (:token, :sender, :now)"  # noqa: S608
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
        "UPDATE broadcasts SET channel = :channel, chat_id = :chat, message_id = :message,"  # noqa: S608
        " audience = :audience, station_id = :station, training_id = :training, timing = :timing,"
        " send_at = :send_at, changed_at = :now, version = version + 1"
        f" WHERE id = :id AND state = 'draft' RETURNING {COLUMNS}",
        {
            "id": draft.id,
            "channel": None if original is None else original.channel,
            "chat": None if original is None else original.chat_id,
            "message": None if original is None else original.message_id,
            "audience": None if audience is None else audience.circle,
            "station": None if audience is None else audience.station_id,
            "training": None if audience is None else audience.training_id,
            "timing": draft.timing,
            "send_at": draft.send_at,
            "now": now,
        },
    )
    assert row is not None
    return _broadcast(row)


def set_preview(transaction: Transaction, draft: Broadcast, row: OutboxId) -> None:
    """With this row its sender is shown a copy of the message."""
    assert draft.original is not None
    transaction.execute(
        "UPDATE broadcasts SET previewed = :message, preview_row = :row WHERE id = :id",
        {"message": draft.original.message_id, "row": row, "id": draft.id},
    )


def forget_preview(transaction: Transaction, id_: BroadcastId) -> None:
    """Its sender is to be shown a copy once more."""
    transaction.execute(
        "UPDATE broadcasts SET previewed = NULL, preview_row = NULL WHERE id = :id", {"id": id_}
    )


def forget_original(transaction: Transaction, draft: Broadcast, now: int) -> Broadcast:
    """The message will not do after all; returns the draft with that hole."""
    forget_preview(transaction, draft.id)
    return change(transaction, replace(draft, original=None), now)


def find_by_preview(transaction: Transaction, row: OutboxId) -> Broadcast | None:
    """The draft whose sender was to be shown the message with this row."""
    found = transaction.one(
        f"SELECT {COLUMNS} FROM broadcasts WHERE preview_row = :row AND state = 'draft'",  # noqa: S608
        {"row": row},
    )
    return None if found is None else _broadcast(found)


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
        "UPDATE broadcasts SET state = :state, version = version + 1, changed_at = :now,"  # noqa: S608
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


def note_progress(transaction: Transaction, id_: BroadcastId, progress: str | None, look_at: int) -> None:
    """This is what its sender sees of it, and when (UTC ms) to look again how far it has come."""
    transaction.execute(
        "UPDATE broadcasts SET progress = :progress, look_at = :look_at WHERE id = :id",
        {"progress": progress, "look_at": look_at, "id": id_},
    )


def due(transaction: Transaction, now: int) -> list[Broadcast]:
    """Those whose time has come, the longest due first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE state = 'scheduled' AND send_at <= :now"  # noqa: S608
        " ORDER BY send_at, id",
        {"now": now},
    )
    return [_broadcast(row) for row in rows]


def to_look_at(transaction: Transaction, now: int) -> list[Broadcast]:
    """Those under way of which it is time to see how far they have come, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM broadcasts WHERE ended_at IS NULL"  # noqa: S608
        " AND state IN ('sending', 'cancelled', 'stopped') AND look_at <= :now ORDER BY id",
        {"now": now},
    )
    return [_broadcast(row) for row in rows]


def any_to_look_at(transaction: Transaction, now: int) -> bool:
    """Whether one has come due, or it is time to see how far one has come."""
    return bool(
        transaction.number(
            "SELECT EXISTS (SELECT 1 FROM broadcasts WHERE ended_at IS NULL"
            " AND ((state IN ('sending', 'cancelled', 'stopped') AND look_at <= :now)"
            " OR (state = 'scheduled' AND send_at <= :now)))",
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


def forget_originals(transaction: Transaction, sender: MemberId) -> None:
    """Forget where the messages of somebody's broadcasts stand."""
    transaction.execute(
        "UPDATE broadcasts SET channel = NULL, chat_id = NULL, message_id = NULL, previewed = NULL"
        " WHERE sender_id = :sender",
        {"sender": sender},
    )


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
        look_at=row["look_at"],
    )


def _original(row: Row) -> Original | None:
    if row["message_id"] is None:
        return None
    return Original(row["channel"], row["chat_id"], row["message_id"])


def _audience(row: Row) -> Audience | None:
    if row["audience"] is None:
        return None
    station, training = row["station_id"], row["training_id"]
    return Audience(
        Circle(row["audience"]),
        None if station is None else StationId(station),
        None if training is None else TrainingId(training),
    )
