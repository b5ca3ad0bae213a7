"""What the reporter of a report and whoever answers for it wrote to each other through the bot. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.reports import ReportId

WrittenId = NewType("WrittenId", int)

COLUMNS = "id, report_id, sender_id, side, kind, words, sha256, file_id, message_id, media_group_id"
PASSED_ON = "(kind <> 'photo' OR sha256 IS NOT NULL)"


class Side(StrEnum):
    """Who writes; the other side reads it."""

    REPORTER = "reporter"
    RESPONSIBLE = "responsible"


class WrittenKind(StrEnum):
    """What is written."""

    WORDS = "words"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote about a report in `message_id`; `words` alone, or said with a photo or voice.

    `file_id` is what the channel calls a voice; `album` the album (`media_group_id`) a photo is part of.
    """

    report_id: ReportId
    sender_id: MemberId
    side: Side
    kind: WrittenKind
    words: str
    message_id: int
    file_id: str | None = None
    album: str | None = None
    sha256: str | None = None


def add(transaction: Transaction, written: Written, now: int) -> WrittenId:
    """Keep a message; a photo's bytes are still to come."""
    row = transaction.one(
        "INSERT INTO report_messages (report_id, sender_id, side, kind, words, file_id, message_id, media_group_id,"
        " written_at)"
        " VALUES (:report, :sender, :side, :kind, :words, :file_id, :message_id, :album, :now) RETURNING id",
        {
            "report": written.report_id,
            "sender": written.sender_id,
            "side": written.side,
            "kind": written.kind,
            "words": written.words,
            "file_id": written.file_id,
            "message_id": written.message_id,
            "album": written.album,
            "now": now,
        },
    )
    assert row is not None
    return WrittenId(row["id"])


def find(transaction: Transaction, id_: WrittenId) -> Written | None:
    """A message by id; None when it is not kept any more."""
    row = transaction.one(f"SELECT {COLUMNS} FROM report_messages WHERE id = :id", {"id": id_})  # noqa: S608
    return None if row is None else _written(row)


def of_album(transaction: Transaction, sender: MemberId, album: str) -> Written | None:
    """The message that an album of somebody's began with."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM report_messages"  # noqa: S608
        " WHERE media_group_id = :album AND sender_id = :sender ORDER BY id LIMIT 1",
        {"album": album, "sender": sender},
    )
    return None if row is None else _written(row)


def photo_saved(transaction: Transaction, id_: WrittenId, sha256: str) -> None:
    """The bytes of its photo are stored."""
    transaction.execute(
        "UPDATE report_messages SET sha256 = :sha256 WHERE id = :id", {"sha256": sha256, "id": id_}
    )


def drop(transaction: Transaction, id_: WrittenId) -> None:
    """It cannot be passed on."""
    transaction.execute("DELETE FROM report_messages WHERE id = :id", {"id": id_})


def count(transaction: Transaction, report: ReportId) -> int:
    """How many messages were passed on about a report."""
    return transaction.number(
        f"SELECT count(*) FROM report_messages WHERE report_id = :report AND {PASSED_ON}",  # noqa: S608
        {"report": report},
    )


def sent_since(transaction: Transaction, report: ReportId, sender: MemberId, since: int) -> int:
    """How many somebody has written about a report since then."""
    return transaction.number(
        "SELECT count(*) FROM report_messages"
        " WHERE report_id = :report AND sender_id = :sender AND written_at > :since",
        {"report": report, "sender": sender, "since": since},
    )


def latest(transaction: Transaction, report: ReportId, limit: int) -> Sequence[Written]:
    """The newest messages about a report, the oldest of them first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM report_messages WHERE report_id = :report AND {PASSED_ON}"  # noqa: S608
        " ORDER BY id DESC LIMIT :limit",
        {"report": report, "limit": limit},
    )
    return [_written(row) for row in reversed(rows)]


def forget_old(transaction: Transaction, before: int) -> int:
    """Drop what was written about reports that have been over since then; returns how many."""
    return transaction.execute(
        "DELETE FROM report_messages WHERE report_id IN (SELECT id FROM reports"
        " WHERE state IN ('closed', 'returned', 'joined') AND state_since < :before)",
        {"before": before},
    )


def _written(row: Row) -> Written:
    return Written(
        report_id=ReportId(row["report_id"]),
        sender_id=MemberId(row["sender_id"]),
        side=Side(row["side"]),
        kind=WrittenKind(row["kind"]),
        words=row["words"],
        message_id=row["message_id"],
        file_id=row["file_id"],
        album=row["media_group_id"],
        sha256=row["sha256"],
    )
