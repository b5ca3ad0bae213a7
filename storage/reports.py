"""Reports: what a courier saw, from the first photo of a draft to its acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.counters import next_value
from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId

ReportId = NewType("ReportId", int)

COLUMNS = (
    "id, token, version, number, state, reporter_id, latitude, longitude, category, grid_id, asked, asked_at"
)


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"  # something is still missing
    SUBMITTED = "submitted"  # numbered, and with whoever answers for the place
    ACCEPTED = "accepted"  # somebody takes care of it
    DISCARDED = "discarded"  # a draft that its reporter gave up


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


@dataclass(frozen=True, slots=True)
class Place:
    """A point, WGS-84, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo of a report. `sha256` is None while its bytes are still being fetched."""

    position: int
    message_id: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One observation, whole or still with holes. `words` are all that was written about it, by line."""

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
    photos: tuple[ReportPhoto, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a report's life, decided and not yet stored."""

    report_id: ReportId
    version: int
    action: str
    actor_id: MemberId
    before: ReportState
    after: ReportState


@dataclass(frozen=True, slots=True)
class Submission:
    """What a draft gets when it is submitted. `grid_id` is None when no grid holds the place."""

    number: str
    grid_id: GridId | None


class Conflict(Exception):
    """The report is no longer in the state that the change was decided on."""


def draft_of(transaction: Transaction, reporter: MemberId) -> Report | None:
    """Somebody's open draft; there is one at the most."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports WHERE reporter_id = :reporter AND state = 'draft'",  # noqa: S608
        {"reporter": reporter},
    )
    return None if row is None else _report(transaction, row)


def open_draft(transaction: Transaction, reporter: MemberId, token: str, now: int) -> Report:
    """Begin a draft. Raises sqlite3.IntegrityError when one is open already."""
    row = transaction.one(
        "INSERT INTO reports (token, state, reporter_id, opened_at) VALUES (:token, 'draft', :reporter, :now)"
        " RETURNING id",
        {"token": token, "reporter": reporter, "now": now},
    )
    assert row is not None
    return get(transaction, ReportId(row["id"]))


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


def add_photo(
    transaction: Transaction, id_: ReportId, message_id: int, file_id: str, file_unique_id: str
) -> int | None:
    """Add a photo whose bytes are to be fetched; returns its position, None when the report has it already."""
    row = transaction.one(
        "INSERT INTO report_photos (report_id, position, message_id, file_id, file_unique_id)"
        " SELECT :report, coalesce(max(position), 0) + 1, :message_id, :file_id, :file_unique_id"
        " FROM report_photos WHERE report_id = :report"
        " ON CONFLICT (report_id, file_unique_id) DO NOTHING RETURNING position",
        {"report": id_, "message_id": message_id, "file_id": file_id, "file_unique_id": file_unique_id},
    )
    return None if row is None else int(row["position"])


def photo_saved(transaction: Transaction, id_: ReportId, position: int, sha256: str) -> bool:
    """The bytes of a photo are stored; returns whether the report still has that photo."""
    return bool(
        transaction.execute(
            "UPDATE report_photos SET sha256 = :sha256 WHERE report_id = :report AND position = :position",
            {"sha256": sha256, "report": id_, "position": position},
        )
    )


def drop_photo(transaction: Transaction, id_: ReportId, position: int) -> bool:
    """Take a photo out of a report; returns whether it had it."""
    return bool(
        transaction.execute(
            "DELETE FROM report_photos WHERE report_id = :report AND position = :position",
            {"report": id_, "position": position},
        )
    )


def set_place(transaction: Transaction, id_: ReportId, place: Place) -> None:
    """Say where it is; a later place replaces an earlier one."""
    transaction.execute(
        "UPDATE reports SET latitude = :latitude, longitude = :longitude WHERE id = :id",
        {"latitude": place.latitude, "longitude": place.longitude, "id": id_},
    )


def set_category(transaction: Transaction, id_: ReportId, category: Category) -> None:
    """Say what it is about."""
    transaction.execute(
        "UPDATE reports SET category = :category WHERE id = :id", {"category": category, "id": id_}
    )


def set_words(transaction: Transaction, id_: ReportId, message_id: int, words: str) -> None:
    """Say what a message says about the report; again for the same message replaces it."""
    transaction.execute(
        "INSERT INTO report_words (report_id, message_id, words) VALUES (:report, :message_id, :words)"
        " ON CONFLICT (report_id, message_id) DO UPDATE SET words = excluded.words",
        {"report": id_, "message_id": message_id, "words": words},
    )


def set_asked(transaction: Transaction, id_: ReportId, asked: str, now: int) -> None:
    """Note what its reporter has just been asked for."""
    transaction.execute(
        "UPDATE reports SET asked = :asked, asked_at = :now WHERE id = :id",
        {"asked": asked, "now": now, "id": id_},
    )


def next_number(transaction: Transaction, year: int) -> str:
    """The next public number of a year, such as ``WH-2026-000123``."""
    return f"WH-{year}-{next_value(transaction, f'reports:{year}'):06d}"


def apply(transaction: Transaction, change: Change, now: int, submission: Submission | None = None) -> Report:
    """Store a step and its record; returns the report as it is now. Raises Conflict when it has moved on."""
    changed = transaction.execute(
        "UPDATE reports SET state = :after, version = version + 1,"
        " number = coalesce(:number, number), grid_id = coalesce(:grid_id, grid_id),"
        " submitted_at = CASE WHEN :after = 'submitted' THEN :now ELSE submitted_at END"
        " WHERE id = :id AND version = :version AND state = :before",
        {
            "id": change.report_id,
            "version": change.version,
            "before": change.before,
            "after": change.after,
            "number": None if submission is None else submission.number,
            "grid_id": None if submission is None else submission.grid_id,
            "now": now,
        },
    )
    if not changed:
        raise Conflict(f"report {change.report_id} is no longer {change.before} v{change.version}")
    _record(transaction, change, now)
    return get(transaction, change.report_id)


def empty(transaction: Transaction, id_: ReportId) -> None:
    """Let go of the photos, the words and the place of a discarded draft: nobody needs them any more."""
    transaction.execute("DELETE FROM report_photos WHERE report_id = :id", {"id": id_})
    transaction.execute("DELETE FROM report_words WHERE report_id = :id", {"id": id_})
    transaction.execute("UPDATE reports SET latitude = NULL, longitude = NULL WHERE id = :id", {"id": id_})


def actor_of_last(transaction: Transaction, id_: ReportId, action: str) -> MemberId | None:
    """Who last did this to the report; None when nobody has."""
    row = transaction.one(
        "SELECT actor_id FROM report_changes WHERE report_id = :id AND action = :action ORDER BY id DESC LIMIT 1",
        {"id": id_, "action": action},
    )
    return None if row is None else MemberId(row["actor_id"])


def states(transaction: Transaction) -> Mapping[str, int]:
    """How many reports are in each state."""
    rows = transaction.all("SELECT state, count(*) AS reports FROM reports GROUP BY state")
    return {row["state"]: row["reports"] for row in rows}


def _record(transaction: Transaction, change: Change, now: int) -> None:
    transaction.execute(
        "INSERT INTO report_changes (report_id, action, actor_id, state_before, state_after, changed_at)"
        " VALUES (:report, :action, :actor, :before, :after, :now)",
        {
            "report": change.report_id,
            "action": change.action,
            "actor": change.actor_id,
            "before": change.before,
            "after": change.after,
            "now": now,
        },
    )


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
        photos=_photos(transaction, id_),
        words=_words(transaction, id_),
    )


def _photos(transaction: Transaction, id_: ReportId) -> tuple[ReportPhoto, ...]:
    rows = transaction.all(
        "SELECT position, message_id, sha256 FROM report_photos WHERE report_id = :id ORDER BY position",
        {"id": id_},
    )
    return tuple(ReportPhoto(row["position"], row["message_id"], row["sha256"]) for row in rows)


def _words(transaction: Transaction, id_: ReportId) -> str:
    rows = transaction.all(
        "SELECT words FROM report_words WHERE report_id = :id AND words <> '' ORDER BY message_id",
        {"id": id_},
    )
    return "\n".join(row["words"] for row in rows)
