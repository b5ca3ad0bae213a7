"""Reports: what a courier saw, from the first photo of a draft to its acceptance or return.

This is how a report comes to be and is found; `storage.report_contents` is what goes into it, and
`storage.report_changes` how it moves on.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    " described_at, put_aside_at, submitted_at, again_of, worker_id, assignee_id, assignee_chat_id, joined_to,"
    " state_since, deferred_until, is_urgent, accepted_at, fixed_at, closed_at, times_reopened, is_distinct,"
    " held_until, resembles, later_until, with_coordinators, accept_by, fix_by, rule_id, side_grid_id,"
    " (SELECT count(*) FROM report_voices WHERE report_id = reports.id) AS voices"
)


class ReportState(StrEnum):
    """Where a report stands."""

    PROPOSED = "proposed"  # words that their sender may make a report of
    DRAFT = "draft"  # something is still missing
    SUBMITTED = "submitted"  # numbered, and with whoever answers for the place
    ASKED = "asked"  # its reporter was asked for more
    HANDED_OVER = "handed_over"  # with somebody else now, who has not taken it on yet
    ACCEPTED = "accepted"  # somebody takes care of it
    WORKING = "working"  # it is being put right
    DEFERRED = "deferred"  # it cannot be put right now; it goes on at a time that was said
    FIXED = "fixed"  # so its worker says, with a photo; somebody is to look
    REOPENED = "reopened"  # somebody looked, and it is not
    CLOSED = "closed"  # it really is fixed
    RETURNED = "returned"  # not taken on, for a reason that its reporter was told
    JOINED = "joined"  # another report about the same incident goes on in its place
    DISCARDED = "discarded"  # a draft that its reporter gave up
    MERGED = "merged"  # what it held belongs to another report now


class Shows(StrEnum):
    """What a photo of a report shows."""

    INCIDENT = "incident"  # as its reporter saw it
    FIXED = "fixed"  # what it looks like since
    VERIFICATION = "verification"  # what somebody found who went and looked


class Category(StrEnum):
    """What a report is about; `handlers.reports.kinds` says which of them are dangers."""

    LITTER = "litter"
    ROAD = "road"
    MANHOLE = "manhole"
    STREET_LIGHT = "street_light"
    PARKING = "parking"
    LEAK = "leak"
    FIRE_LANE = "fire_lane"
    OTHER = "other"
    OPEN_MANHOLE = "open_manhole"
    GAS = "gas"
    LIVE_CABLE = "live_cable"
    FIRE = "fire"
    INJURED = "injured"
    GATE_CLOSED = "gate_closed"  # to couriers
    NO_BIKE_PARKING = "no_bike_parking"
    NO_HOUSE_NUMBERS = "no_house_numbers"
    BATTERY_QUEUE = "battery_queue"  # where batteries are swapped


class DeferReason(StrEnum):
    """Why a report cannot be put right now."""

    PARTS = "parts"  # are waited for
    DEPARTMENT = "department"  # another one is waited for
    WEATHER = "weather"
    PLANNED = "planned"  # works that are planned there anyway
    BUDGET = "budget"
    OTHER = "other"


class HandOverReason(StrEnum):
    """Why a report is somebody else's."""

    AREA = "area"  # it lies in theirs
    DUTY = "duty"  # it is theirs to solve
    TIME = "time"  # whoever has it cannot get to it


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
    """A photo of a report, or (`is_file`) an image sent as a file. `sha256` is None until its bytes are stored.

    `is_forwarded`: it was passed on, and need not be its sender's own.
    """

    id: PhotoId
    message_id: int
    file_id: str
    is_file: bool
    album: str | None
    sha256: str | None
    is_forwarded: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """One observation, whole or still with holes. `words` are all that was written about it, by line.

    Times are UTC ms. `again_of` is the returned report that this one tries once more. `photos` show the incident and
    `photos_after` what it looks like since it was fixed. `worker_id` took it on. `assignee_id`, the group
    `assignee_chat_id` or (`with_coordinators`) the coordinators answer for it in place of the workers of its grid; the
    rule `rule_id` may have brought it there. `joined_to` goes on in its place. `side_grid_id` is what its reporter said
    of a place between grids, and `is_distinct` that it is none of the reports nearby; `resembles` is an older one with
    a photo like one of its photos. `voices` counts what was spoken about it. A draft is not sent before `held_until`,
    and one that was put off is not asked about before `later_until`. It is to be taken on by `accept_by` and fixed by
    `fix_by`, while that is what comes next.
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
    submitted_at: int | None
    again_of: ReportId | None
    photos: tuple[ReportPhoto, ...]
    words: str
    worker_id: MemberId | None = None
    assignee_id: MemberId | None = None
    assignee_chat_id: int | None = None
    with_coordinators: bool = False
    joined_to: ReportId | None = None
    state_since: int = 0
    deferred_until: int | None = None
    is_urgent: bool = False
    accepted_at: int | None = None
    fixed_at: int | None = None
    closed_at: int | None = None
    times_reopened: int = 0
    is_distinct: bool = False
    held_until: int | None = None
    resembles: ReportId | None = None
    photos_after: tuple[ReportPhoto, ...] = ()
    voices: int = 0
    later_until: int | None = None
    rule_id: int | None = None
    side_grid_id: GridId | None = None
    accept_by: int | None = None
    fix_by: int | None = None


def get(transaction: Transaction, id_: ReportId) -> Report:
    """A report by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM reports WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return read_row(transaction, row)


def find_by_token(transaction: Transaction, token: str) -> Report | None:
    """The report that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM reports WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else read_row(transaction, row)


def find_by_message(transaction: Transaction, reporter: MemberId, message_id: int) -> Report | None:
    """The report that a message of its reporter belongs to, by its photo or by its words."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports WHERE reporter_id = :reporter AND id IN ("  # noqa: S608
        " SELECT report_id FROM report_photos WHERE message_id = :message_id AND sender_id IS NULL"
        " UNION SELECT report_id FROM report_words WHERE message_id = :message_id)"
        " ORDER BY id DESC LIMIT 1",
        {"reporter": reporter, "message_id": message_id},
    )
    return None if row is None else read_row(transaction, row)


def find_by_album(transaction: Transaction, reporter: MemberId, album: str) -> Report | None:
    """The report that has photos of an album (`media_group_id`) of its reporter."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports WHERE reporter_id = :reporter AND id IN ("  # noqa: S608
        " SELECT report_id FROM report_photos WHERE media_group_id = :album AND sender_id IS NULL)"
        " ORDER BY id DESC LIMIT 1",
        {"reporter": reporter, "album": album},
    )
    return None if row is None else read_row(transaction, row)


def next_attempt(transaction: Transaction, id_: ReportId) -> Report | None:
    """The newest report that tries a returned one again and was not given up."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM reports"  # noqa: S608
        " WHERE again_of = :id AND state NOT IN ('discarded', 'merged') ORDER BY id DESC LIMIT 1",
        {"id": id_},
    )
    return None if row is None else read_row(transaction, row)


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
    return None if row is None else read_row(transaction, row)


def states(transaction: Transaction) -> Mapping[str, int]:
    """How many reports are in each state."""
    rows = transaction.all("SELECT state, count(*) AS reports FROM reports GROUP BY state")
    return {row["state"]: row["reports"] for row in rows}


def read_row(transaction: Transaction, row: Row) -> Report:
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
        submitted_at=row["submitted_at"],
        again_of=None if row["again_of"] is None else ReportId(row["again_of"]),
        photos=_photos(transaction, id_, Shows.INCIDENT),
        words=_words(transaction, id_),
        worker_id=_member(row["worker_id"]),
        assignee_id=_member(row["assignee_id"]),
        assignee_chat_id=row["assignee_chat_id"],
        with_coordinators=bool(row["with_coordinators"]),
        joined_to=None if row["joined_to"] is None else ReportId(row["joined_to"]),
        state_since=row["state_since"],
        deferred_until=row["deferred_until"],
        is_urgent=bool(row["is_urgent"]),
        accepted_at=row["accepted_at"],
        fixed_at=row["fixed_at"],
        closed_at=row["closed_at"],
        times_reopened=row["times_reopened"],
        is_distinct=bool(row["is_distinct"]),
        held_until=row["held_until"],
        resembles=None if row["resembles"] is None else ReportId(row["resembles"]),
        photos_after=_photos(transaction, id_, Shows.FIXED),
        voices=row["voices"],
        later_until=row["later_until"],
        rule_id=row["rule_id"],
        side_grid_id=None if row["side_grid_id"] is None else GridId(row["side_grid_id"]),
        accept_by=row["accept_by"],
        fix_by=row["fix_by"],
    )


def _member(number: int | None) -> MemberId | None:
    return None if number is None else MemberId(number)


def _photos(transaction: Transaction, id_: ReportId, shows: Shows) -> tuple[ReportPhoto, ...]:
    rows = transaction.all(
        "SELECT id, message_id, file_id, is_file, media_group_id, sha256, is_forwarded FROM report_photos"
        " WHERE report_id = :id AND shows = :shows ORDER BY id",
        {"id": id_, "shows": shows},
    )
    return tuple(
        ReportPhoto(
            id=PhotoId(row["id"]),
            message_id=row["message_id"],
            file_id=row["file_id"],
            is_file=bool(row["is_file"]),
            album=row["media_group_id"],
            sha256=row["sha256"],
            is_forwarded=bool(row["is_forwarded"]),
        )
        for row in rows
    )


def _words(transaction: Transaction, id_: ReportId) -> str:
    rows = transaction.all(
        "SELECT words FROM report_words WHERE report_id = :id AND words <> '' ORDER BY message_id",
        {"id": id_},
    )
    return "\n".join(row["words"] for row in rows)
