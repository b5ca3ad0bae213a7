"""Photos that came after their report: with an answer, of how it looks since it was fixed, of what somebody found."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.report_contents import SentPhoto
from storage.reports import PhotoId, ReportId, Shows

COLUMNS = "id, report_id, sender_id, message_id, media_group_id, words, shows, sha256"


@dataclass(frozen=True, slots=True)
class LaterPhoto:
    """A photo and what was said with it. `sender_id` is None when its report's reporter sent it with an answer.

    `sha256` is None until its bytes are stored.
    """

    id: PhotoId
    report_id: ReportId
    sender_id: MemberId | None
    message_id: int
    album: str | None
    words: str
    shows: Shows
    sha256: str | None


def add(
    transaction: Transaction,
    report: ReportId,
    photo: SentPhoto,
    *,
    shows: Shows = Shows.INCIDENT,
    sender: MemberId | None = None,
    words: str = "",
) -> PhotoId | None:
    """Add a photo whose bytes are to be fetched; returns its id, None when the report has it already."""
    row = transaction.one(
        "INSERT INTO report_photos (report_id, message_id, file_id, file_unique_id, is_file, media_group_id,"
        " shows, sender_id, words)"
        " VALUES (:report, :message_id, :file_id, :unique_id, :is_file, :album, :shows, :sender, :words)"
        " ON CONFLICT (report_id, file_unique_id) DO NOTHING RETURNING id",
        {
            "report": report,
            "message_id": photo.message_id,
            "file_id": photo.file_id,
            "unique_id": photo.unique_id,
            "is_file": int(photo.is_file),
            "album": photo.album,
            "shows": shows,
            "sender": sender,
            "words": words,
        },
    )
    return None if row is None else PhotoId(row["id"])


def find(transaction: Transaction, id_: PhotoId) -> LaterPhoto | None:
    """A photo by id; None when its report has let go of it."""
    row = transaction.one(f"SELECT {COLUMNS} FROM report_photos WHERE id = :id", {"id": id_})  # noqa: S608
    return None if row is None else _photo(row)


def of_album(transaction: Transaction, sender: MemberId, album: str) -> LaterPhoto | None:
    """The photo that an album of somebody's, who is not the reporter, began with."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM report_photos"  # noqa: S608
        " WHERE media_group_id = :album AND sender_id = :sender ORDER BY id LIMIT 1",
        {"album": album, "sender": sender},
    )
    return None if row is None else _photo(row)


def drop_all(transaction: Transaction, report: ReportId, shows: Shows) -> int:
    """Take all photos that show this out of a report; returns how many."""
    return transaction.execute(
        "DELETE FROM report_photos WHERE report_id = :report AND shows = :shows",
        {"report": report, "shows": shows},
    )


def _photo(row: Row) -> LaterPhoto:
    return LaterPhoto(
        id=PhotoId(row["id"]),
        report_id=ReportId(row["report_id"]),
        sender_id=None if row["sender_id"] is None else MemberId(row["sender_id"]),
        message_id=row["message_id"],
        album=row["media_group_id"],
        words=row["words"],
        shows=Shows(row["shows"]),
        sha256=row["sha256"],
    )
