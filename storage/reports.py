"""Reports: what a courier saw, from the first photo of a draft to its acceptance or return.

This is how a report comes to be and is found; `storage.report_contents` is what goes into it, and
`storage.report_changes` how it moves on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId

ReportId = NewType("ReportId", int)
PhotoId = NewType("PhotoId", int)  # of a photo in a report, whichever report that is by now

COLUMNS = (
    "id, token, version, number, state, reporter_id, latitude, longitude, category, grid_id, asked, asked_at,"
    " described_at, put_aside_at, again_of"
)


class ReportState(StrEnum):
    """Where a report stands."""

    PROPOSED = "proposed"  # words that their sender may make a report of
    DRAFT = "draft"  # something is still missing
    SUBMITTED = "submitted"  # numbered, and with whoever answers for the place
    ACCEPTED = "accepted"  # somebody takes care of it
    RETURNED = "returned"  # not taken on, for a reason that its reporter was told
    DISCARDED = "discarded"  # a draft that its reporter gave up
    MERGED = "merged"  # what it held belongs to another report now


class Category(StrEnum):
    """What a report is about."""

    LITTER = "litter"
    ROAD = "road"
    MANHOLE = "manhole"
    STREET_LIGHT = "street_light"
    PARKING = "parking"
    LEAK = "leak"
    FIRE_LANE = "fire_lane"
    OTHER = "other"


class ReturnReason(StrEnum):
    """Why a report is not taken on, as grid centres sort it."""

    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"  # no near and far shot
    TOO_MINOR = "too_minor"  # or stale
    ALREADY_FILED = "already_filed"
    UNTRUE = "untrue"
    FABRICATED = "fabricated"  # or photographed from a picture
    COURT = "court"  # or petition
    SPLIT = "split"  # one incident in several reports
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Place:
    """A point, WGS-84, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo of a report, or (`is_file`) an image sent as a file. `sha256` is None until its bytes are stored."""

    id: PhotoId
    message_id: int
    file_id: str
    is_file: bool
    album: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One observation, whole or still with holes. `words` are all that was written about it, by line.

    Times are UTC ms. `again_of` is the returned report that this one tries once more.
    """

    id: ReportId
    token: str
    version: int
    number: str | None
    state: ReportState
    reporter_id: MemberId
    place: Place | None
    category: Category | None
    grid_id: GridId | None
    asked: str | None
    asked_at: int | None
    described_at: int
    put_aside_at: int | None
    again_of: ReportId | None
    photos: tuple[ReportPhoto, ...]
    words: str


def draft_of(transaction: Transaction, reporter: MemberId) -> Report | None:
    """Somebody's open draft; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE reporter_id = :reporter AND state = 'draft' AND put_aside_at IS NULL",
        {"reporter": reporter},
    )
    return None if row is None else _report(transaction, row)


def drafts_aside(transaction: Transaction, reporter: MemberId) -> Sequence[Report]:
    """The drafts that somebody has put aside, the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE reporter_id = :reporter AND state = 'draft' AND put_aside_at IS NOT NULL"
        " ORDER BY put_aside_at DESC, id DESC",
        {"reporter": reporter},
    )
    return [_report(transaction, row) for row in rows]


def open_draft(
    transaction: Transaction, reporter: MemberId, token: str, now: int, again_of: ReportId | None = None
) -> Report:
    """Begin a draft. Raises sqlite3.IntegrityError when one is open already."""
    return _begin(transaction, ReportState.DRAFT, reporter, token, now, again_of)


def propose(transaction: Transaction, reporter: MemberId, token: str, now: int) -> Report:
    """Begin what its sender may make a report of; what was proposed before and not taken up is forgotten."""
    forgotten = {"reporter": reporter}
    transaction.execute(
        "DELETE FROM report_words WHERE report_id IN"
        " (SELECT id FROM reports WHERE reporter_id = :reporter AND state = 'proposed')",
        forgotten,
    )
    transaction.execute("DELETE FROM reports WHERE reporter_id = :reporter AND state = 'proposed'", forgotten)
    return _begin(transaction, ReportState.PROPOSED, reporter, token, now, None)


def put_aside(transaction: Transaction, id_: ReportId, now: int) -> None:
    """Let a draft wait while its reporter reports something else."""
    transaction.execute("UPDATE reports SET put_aside_at = :now WHERE id = :id", {"now": now, "id": id_})


def take_up(transaction: Transaction, id_: ReportId, now: int) -> None:
    """Go on with a draft that was put aside. Raises sqlite3.IntegrityError while another one is open."""
    transaction.execute(
        "UPDATE reports SET put_aside_at = NULL, described_at = :now WHERE id = :id", {"now": now, "id": id_}
    )


def get(transaction: Transaction, id_: ReportId) -> Report:
    """A report by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM reports WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _report(transaction, row)


def find_by_token(transaction: Transaction, token: str) -> Report | None:
    """The report that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM reports WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _report(transaction, row)


def find_by_message(transaction: Transaction, reporter: MemberId, message_id: int) -> Report | None:
    """The report that a message of its reporter belongs to, by its photo or by its words."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports WHERE reporter_id = :reporter AND id IN ("  # noqa: S608
        " SELECT report_id FROM report_photos WHERE message_id = :message_id"
        " UNION SELECT report_id FROM report_words WHERE message_id = :message_id)"
        " ORDER BY id DESC LIMIT 1",
        {"reporter": reporter, "message_id": message_id},
    )
    return None if row is None else _report(transaction, row)


def find_by_album(transaction: Transaction, reporter: MemberId, album: str) -> Report | None:
    """The report that has photos of an album (`media_group_id`) of its reporter."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports WHERE reporter_id = :reporter AND id IN ("  # noqa: S608
        " SELECT report_id FROM report_photos WHERE media_group_id = :album)"
        " ORDER BY id DESC LIMIT 1",
        {"reporter": reporter, "album": album},
    )
    return None if row is None else _report(transaction, row)


def next_attempt(transaction: Transaction, id_: ReportId) -> Report | None:
    """The newest report that tries a returned one again and was not given up."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE again_of = :id AND state NOT IN ('discarded', 'merged') ORDER BY id DESC LIMIT 1",
        {"id": id_},
    )
    return None if row is None else _report(transaction, row)


def first_attempt(transaction: Transaction, id_: ReportId) -> ReportId:
    """The report that a chain of attempts began with, itself when it tries nothing again: they are one incident."""
    return ReportId(
        transaction.number(
            "WITH RECURSIVE attempts (id, again_of) AS ("
            " SELECT id, again_of FROM reports WHERE id = :id"
            " UNION SELECT reports.id, reports.again_of FROM reports JOIN attempts ON reports.id = attempts.again_of"
            ") SELECT id FROM attempts WHERE again_of IS NULL",
            {"id": id_},
        )
    )


def set_asked(transaction: Transaction, id_: ReportId, asked: str, now: int) -> None:
    """Note what its reporter has just been asked for."""
    transaction.execute(
        "UPDATE reports SET asked = :asked, asked_at = :now WHERE id = :id",
        {"asked": asked, "now": now, "id": id_},
    )


def find_by_photo(transaction: Transaction, photo: PhotoId) -> Report | None:
    """The report that has a photo now."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE id = (SELECT report_id FROM report_photos WHERE id = :photo)",
        {"photo": photo},
    )
    return None if row is None else _report(transaction, row)


def states(transaction: Transaction) -> Mapping[str, int]:
    """How many reports are in each state."""
    rows = transaction.all("SELECT state, count(*) AS reports FROM reports GROUP BY state")
    return {row["state"]: row["reports"] for row in rows}


def _begin(
    transaction: Transaction,
    state: ReportState,
    reporter: MemberId,
    token: str,
    now: int,
    again_of: ReportId | None,
) -> Report:
    row = transaction.one(
        "INSERT INTO reports (token, state, reporter_id, opened_at, described_at, again_of)"
        " VALUES (:token, :state, :reporter, :now, :now, :again_of) RETURNING id",
        {"token": token, "state": state, "reporter": reporter, "now": now, "again_of": again_of},
    )
    assert row is not None
    return get(transaction, ReportId(row["id"]))


def _report(transaction: Transaction, row: Row) -> Report:
    id_ = ReportId(row["id"])
    return Report(
        id=id_,
        token=row["token"],
        version=row["version"],
        number=row["number"],
        state=ReportState(row["state"]),
        reporter_id=MemberId(row["reporter_id"]),
        place=None if row["latitude"] is None else Place(row["latitude"], row["longitude"]),
        category=None if row["category"] is None else Category(row["category"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        asked=row["asked"],
        asked_at=row["asked_at"],
        described_at=row["described_at"],
        put_aside_at=row["put_aside_at"],
        again_of=None if row["again_of"] is None else ReportId(row["again_of"]),
        photos=_photos(transaction, id_),
        words=_words(transaction, id_),
    )


def _photos(transaction: Transaction, id_: ReportId) -> tuple[ReportPhoto, ...]:
    rows = transaction.all(
        "SELECT id, message_id, file_id, is_file, media_group_id, sha256 FROM report_photos"
        " WHERE report_id = :id ORDER BY id",
        {"id": id_},
    )
    return tuple(
        ReportPhoto(
            id=PhotoId(row["id"]),
            message_id=row["message_id"],
            file_id=row["file_id"],
            is_file=bool(row["is_file"]),
            album=row["media_group_id"],
            sha256=row["sha256"],
        )
        for row in rows
    )


def _words(transaction: Transaction, id_: ReportId) -> str:
    rows = transaction.all(
        "SELECT words FROM report_words WHERE report_id = :id AND words <> '' ORDER BY message_id",
        {"id": id_},
    )
    return "\n".join(row["words"] for row in rows)
