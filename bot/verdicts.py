"""What an answer of the Bot API means for the row that was sent: done, again later, or over and why.

Source: the Bot API documentation and its server's source; the descriptions have no other contract.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.request import ConnectionLost, retry_after_seconds
from storage.outbox import Lane, OutboxRow, State

# The Bot API says these in English only; they are matched without case, anywhere in the description.
NOTHING_CHANGED = "message is not modified"
PRESS_TOO_OLD = ("query is too old", "query id is invalid")
NO_SUCH_CHAT = ("chat not found", "bot can't initiate conversation", "peer_id_invalid", "user is deactivated")
STALE_FILE = ("wrong file identifier", "wrong remote file", "wrong file_id")


@dataclass(frozen=True, slots=True)
class Over:
    """The row has ended. `unreachable` says that its chat cannot be written to any more."""

    state: State
    reason: str | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Try again with growing delay; the other side was not there or not well."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The other side named the seconds to wait."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has another id now."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class UploadAnew:
    """The file id we kept is no longer good; send the bytes."""


Verdict = Over | Again | Wait | Moved | UploadAnew


def verdict(row: OutboxRow, error: TelegramError) -> Verdict:
    """What an error means for the row it was answered to."""
    match error:
        case RetryAfter():
            return Wait(retry_after_seconds(error))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Over(State.FAILED, error.message, unreachable=True)
        case BadRequest():  # python-telegram-bot derives it from NetworkError, so it comes first
            return _refused(error.message)
        case NetworkError():
            return _interrupted(row, error)
        case _:
            return Again(error.message)


def _refused(description: str) -> Verdict:
    words = description.lower()
    if NOTHING_CHANGED in words:
        return Over(State.SENT)
    if any(phrase in words for phrase in PRESS_TOO_OLD):
        return Over(State.SKIPPED, "expired")
    if any(phrase in words for phrase in NO_SUCH_CHAT):
        return Over(State.FAILED, description, unreachable=True)
    if any(phrase in words for phrase in STALE_FILE):
        return UploadAnew()
    return Over(State.FAILED, description)


def _interrupted(row: OutboxRow, error: NetworkError) -> Verdict:
    """A request that may have arrived is sent again, except to a broadcast's readers: they would see it twice."""
    may_have_arrived = isinstance(error, TimedOut | ConnectionLost)
    if row.lane is Lane.BROADCAST and may_have_arrived:
        return Over(State.UNCERTAIN, error.message)
    return Again(error.message)
