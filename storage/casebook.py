"""All reports that have a number, found by what they say, where they are, how they stand and since when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.bigrams import Piece
from storage.database import Row, Transaction
from storage.grids import GridId
from storage.reports import Category, Place, ReportId, ReportState

EVERYTHING = -1  # SQLite's LIMIT for no limit
COLUMNS = "reports.id, token, version, number, category, state, grid_id, submitted_at"

# What narrows a search. In one grid every report that stands so is looked at; everywhere, the reports that have a piece
# are looked up first, or else `submitted_at` is followed: hence no index on `state` is to be used there.
IN_GRID = "grid_id = :grid AND state IN (SELECT value FROM json_each(:states))"
ANYWHERE = "coalesce(state, '') IN (SELECT value FROM json_each(:states))"
SINCE = "submitted_at >= :since"
NUMBERED = "reports.id IN (SELECT id FROM reports WHERE number LIKE :number)"
HAVING_ONE = "reports.id IN (SELECT report_id FROM report_bigrams WHERE bigram BETWEEN :first AND :last)"
HAVING_ALL = (
    "NOT EXISTS (SELECT 1 FROM json_each(:pieces) AS piece WHERE NOT EXISTS (SELECT 1 FROM report_bigrams"
    " WHERE report_id = reports.id AND bigram BETWEEN json_extract(piece.value, '$[0]')"
    " AND json_extract(piece.value, '$[1]')))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are looked for; what is None or empty narrows nothing. `since` (UTC ms) they were submitted.

    `number` is a whole number such as ``WH-2026-000123``, or the digits that it ends with.
    """

    states: Sequence[ReportState]
    pieces: Sequence[Piece] = ()
    grid: GridId | None = None
    since: int | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A report as a line of a list; UTC ms."""

    id: ReportId
    token: str
    version: int
    number: str
    category: Category
    state: ReportState
    grid_id: GridId | None
    submitted_at: int


@dataclass(frozen=True, slots=True)
class Record:
    """A report as a line of a table, to be worked with elsewhere: it names nobody. `followers` have seen the same."""

    case: Case
    accepted_at: int | None
    fixed_at: int | None
    closed_at: int | None
    place: Place
    photos: int
    followers: int


def find(transaction: Transaction, wanted: Wanted, most: int, offset: int = 0) -> Sequence[Case]:
    """Some of them, the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports WHERE {_conditions(wanted)}"  # noqa: S608
        " ORDER BY submitted_at DESC, reports.id DESC LIMIT :most OFFSET :offset",
        {**_parameters(wanted), "most": most, "offset": offset},
    )
    return [_case(row) for row in rows]


def count(transaction: Transaction, wanted: Wanted) -> int:
    """How many `find` can find."""
    return transaction.number(
        f"SELECT count(*) FROM reports WHERE {_conditions(wanted)}",  # noqa: S608
        _parameters(wanted),
    )


def records(transaction: Transaction, wanted: Wanted) -> Sequence[Record]:
    """All of them, the newest first. Reads a lot."""
    rows = transaction.all(
        f"SELECT {COLUMNS}, accepted_at, fixed_at, closed_at, latitude, longitude,"  # noqa: S608
        " (SELECT count(*) FROM report_photos WHERE report_id = reports.id AND sha256 IS NOT NULL) AS photos,"
        " (SELECT count(DISTINCT joined.reporter_id) FROM reports AS joined WHERE joined.joined_to = reports.id"
        "  AND joined.reporter_id <> reports.reporter_id) AS followers"
        f" FROM reports WHERE {_conditions(wanted)} ORDER BY submitted_at DESC, reports.id DESC",
        _parameters(wanted),
    )
    return [_record(row) for row in rows]


def _conditions(wanted: Wanted) -> str:
    return " AND ".join(_narrowing(wanted))


def _narrowing(wanted: Wanted) -> Iterator[str]:
    yield "reports.number IS NOT NULL"
    yield ANYWHERE if wanted.grid is None else IN_GRID
    if wanted.since is not None:
        yield SINCE
    if wanted.number is not None:
        yield NUMBERED
    if wanted.pieces:
        yield HAVING_ALL
    if wanted.pieces and wanted.grid is None:
        yield HAVING_ONE


def _parameters(wanted: Wanted) -> dict[str, object]:
    """Whatever any of the conditions may need; the piece to begin with is a pair, which fewer reports have."""
    pair = next((piece for piece in wanted.pieces if piece.first == piece.last), None)
    begin = pair or next(iter(wanted.pieces), Piece("", ""))
    return {
        "states": json.dumps(list(wanted.states)),
        "pieces": json.dumps([[piece.first, piece.last] for piece in wanted.pieces]),
        "first": begin.first,
        "last": begin.last,
        "grid": wanted.grid,
        "since": wanted.since,
        "number": f"%{wanted.number}",
    }


def _case(row: Row) -> Case:
    return Case(
        id=ReportId(row["id"]),
        token=row["token"],
        version=row["version"],
        number=row["number"],
        category=Category(row["category"]),
        state=ReportState(row["state"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        submitted_at=row["submitted_at"],
    )


def _record(row: Row) -> Record:
    return Record(
        case=_case(row),
        accepted_at=row["accepted_at"],
        fixed_at=row["fixed_at"],
        closed_at=row["closed_at"],
        place=Place(row["latitude"], row["longitude"]),
        photos=row["photos"],
        followers=row["followers"],
    )
