"""What a report is made of, as its reporter adds to it: photos, words, the place, the category."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category, PhotoId, Place, ReportId


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo as the channel names it; `unique_id` is the same for the same picture, `album` for parts of one album.

    `is_forwarded`: it was passed on from another chat.
    """

    message_id: int
    file_id: str
    unique_id: str
    is_file: bool = False
    album: str | None = None
    is_forwarded: bool = False


def add_photo(transaction: Transaction, id_: ReportId, photo: SentPhoto) -> PhotoId | None:
    """Add a photo whose bytes are to be fetched; returns its id, None when the report has it already."""
    row = transaction.one(
        "INSERT INTO report_photos (report_id, message_id, file_id, file_unique_id, is_file, media_group_id,"
        " is_forwarded) VALUES (:report, :message_id, :file_id, :unique_id, :is_file, :album, :is_forwarded)"
        " ON CONFLICT (report_id, file_unique_id) DO NOTHING RETURNING id",
        {
            "report": id_,
            "message_id": photo.message_id,
            "file_id": photo.file_id,
            "unique_id": photo.unique_id,
            "is_file": int(photo.is_file),
            "album": photo.album,
            "is_forwarded": int(photo.is_forwarded),
        },
    )
    return None if row is None else PhotoId(row["id"])


def photo_saved(transaction: Transaction, id_: PhotoId, sha256: str) -> bool:
    """The bytes of a photo are stored; returns whether a report still has that photo."""
    return bool(
        transaction.execute(
            "UPDATE report_photos SET sha256 = :sha256 WHERE id = :id", {"sha256": sha256, "id": id_}
        )
    )


def drop_photo(transaction: Transaction, id_: PhotoId) -> bool:
    """Take a photo out of its report; returns whether it had it."""
    return bool(transaction.execute("DELETE FROM report_photos WHERE id = :id", {"id": id_}))


def set_place(transaction: Transaction, id_: ReportId, place: Place) -> None:
    """Say where it is; a later place replaces an earlier one, and what was said of that."""
    transaction.execute(
        "UPDATE reports SET is_distinct = CASE WHEN latitude = :latitude AND longitude = :longitude"
        "  THEN is_distinct ELSE 0 END, latitude = :latitude, longitude = :longitude, side_grid_id = NULL"
        " WHERE id = :id",
        {"latitude": place.latitude, "longitude": place.longitude, "id": id_},
    )


def set_side(transaction: Transaction, id_: ReportId, side: GridId) -> None:
    """Say which of the grids it lies between its place is in."""
    transaction.execute("UPDATE reports SET side_grid_id = :side WHERE id = :id", {"side": side, "id": id_})


def set_category(transaction: Transaction, id_: ReportId, category: Category) -> None:
    """Say what it is about."""
    transaction.execute(
        "UPDATE reports SET is_distinct = CASE WHEN category = :category THEN is_distinct ELSE 0 END,"
        " category = :category WHERE id = :id",
        {"category": category, "id": id_},
    )


def set_distinct(transaction: Transaction, id_: ReportId) -> None:
    """Its reporter says that it is none of the reports nearby; another place or category brings new ones up."""
    transaction.execute("UPDATE reports SET is_distinct = 1 WHERE id = :id", {"id": id_})


def set_resembles(transaction: Transaction, id_: ReportId, other: ReportId) -> None:
    """Note that one of its photos is like one of another report."""
    transaction.execute("UPDATE reports SET resembles = :other WHERE id = :id", {"other": other, "id": id_})


def set_words(transaction: Transaction, id_: ReportId, message_id: int, words: str) -> None:
    """Say what a message says about the report; again for the same message replaces it."""
    transaction.execute(
        "INSERT INTO report_words (report_id, message_id, words) VALUES (:report, :message_id, :words)"
        " ON CONFLICT (report_id, message_id) DO UPDATE SET words = excluded.words",
        {"report": id_, "message_id": message_id, "words": words},
    )


def add_words(transaction: Transaction, id_: ReportId, message_id: int, words: str) -> None:
    """Add a line to what a message says about the report; what was shown to others before stays."""
    transaction.execute(
        "INSERT INTO report_words (report_id, message_id, words) VALUES (:report, :message_id, :words)"
        " ON CONFLICT (report_id, message_id) DO UPDATE SET words = words || :line || excluded.words",
        {"report": id_, "message_id": message_id, "words": words, "line": "\n"},
    )


def touch(transaction: Transaction, id_: ReportId, now: int) -> None:
    """Note that its reporter has just added to the report."""
    transaction.execute("UPDATE reports SET described_at = :now WHERE id = :id", {"now": now, "id": id_})


def move_photo(transaction: Transaction, photo: PhotoId, target: ReportId) -> None:
    """Put a photo, and what its message says, into another report; it stays where it is if that one has it too."""
    moved = {"photo": photo, "target": target}
    transaction.execute(
        "UPDATE report_words SET report_id = :target WHERE (report_id, message_id) ="
        " (SELECT report_id, message_id FROM report_photos WHERE id = :photo)",
        moved,
    )
    transaction.execute(
        "UPDATE report_photos SET report_id = :target WHERE id = :photo AND file_unique_id NOT IN"
        " (SELECT file_unique_id FROM report_photos WHERE report_id = :target)",
        moved,
    )


def move_words(transaction: Transaction, source: ReportId, target: ReportId) -> None:
    """Put all words into another report."""
    transaction.execute(
        "UPDATE report_words SET report_id = :target WHERE report_id = :source",
        {"source": source, "target": target},
    )


def copy_words(transaction: Transaction, source: ReportId, target: ReportId) -> None:
    """Say in another report what this one says."""
    transaction.execute(
        "INSERT INTO report_words (report_id, message_id, words)"
        " SELECT :target, message_id, words FROM report_words WHERE report_id = :source",
        {"source": source, "target": target},
    )


def discard_albums(transaction: Transaction, id_: ReportId) -> None:
    """Remember whose further parts are not wanted: those of the albums in a draft that is given up."""
    transaction.execute(
        "INSERT INTO discarded_albums (report_id, media_group_id)"
        " SELECT DISTINCT report_id, media_group_id FROM report_photos"
        " WHERE report_id = :id AND media_group_id IS NOT NULL",
        {"id": id_},
    )


def is_album_discarded(transaction: Transaction, reporter: MemberId, album: str) -> bool:
    """Whether an album of somebody's was given up before all of it had arrived."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM discarded_albums JOIN reports ON reports.id = report_id"
            " WHERE media_group_id = :album AND reporter_id = :reporter",
            {"album": album, "reporter": reporter},
        )
    )


def empty(transaction: Transaction, id_: ReportId) -> None:
    """Let go of the photos, what was said and the place of a discarded draft: nobody needs them any more."""
    for table in ("report_photos", "report_words", "report_voices"):
        transaction.execute(f"DELETE FROM {table} WHERE report_id = :id", {"id": id_})  # noqa: S608
    transaction.execute(
        "UPDATE reports SET latitude = NULL, longitude = NULL, side_grid_id = NULL WHERE id = :id",
        {"id": id_},
    )
