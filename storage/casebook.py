"""All reports that have a number, found by what they say, where they are, how they stand and since when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.bigrams import Piece
from storage.database import Row, Transaction
from storage.grids import GridId
from storage.reports import Category, Place, ReportId, ReportState

COLUMNS = "reports.id, token, version, number, category, state, grid_id, submitted_at"

# What narrows a search. Either the reports that have a piece are looked up, and the rest of it is held against them; or
# reports are looked at in the order of an index, that of a grid or that of time: there no index on `state` is to be
# used, which would read all of a state before the first is found.
IN_GRID = "grid_id = :grid AND state IN (SELECT value FROM json_each(:states))"
ANYWHERE = "coalesce(state, '') IN (SELECT value FROM json_each(:states))"
SINCE = "submitted_at >= :since"
NUMBERED = "substr(number, -3) = :tail AND number LIKE :number"
LOOKED_UP = "reports.id IN (SELECT report_id FROM report_bigrams WHERE bigram BETWEEN :first0 AND :last0)"
HELD_AGAINST = (
    "EXISTS (SELECT 1 FROM report_bigrams WHERE report_id = reports.id"
    " AND bigram BETWEEN :first{0} AND :last{0})"
)
FEW = 2_000  # reports; so many are looked up as quickly as those of a grid are looked at
WEIGHED = 8  # pieces of which the rarest is looked for; one of so many is rare enough


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are looked for; what is None or empty narrows nothing. `since` (UTC ms) they were submitted.

    `number` is a whole number such as ``WH-2026-000123``, or the digits that it ends with, at least three.
    """

    states: Sequence[ReportState] = ()
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
    plan = _plan(transaction, wanted)
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports WHERE {plan.conditions(look_up=plan.is_rare)}"  # noqa: S608
        " ORDER BY submitted_at DESC, reports.id DESC LIMIT :most OFFSET :offset",
        {**plan.parameters(), "most": most, "offset": offset},
    )
    return [_case(row) for row in rows]


def count(transaction: Transaction, wanted: Wanted) -> int:
    """How many `find` can find."""
    plan = _plan(transaction, wanted)
    conditions = plan.conditions(look_up=plan.is_rare or wanted.grid is None)
    return transaction.number(
        f"SELECT count(*) FROM reports WHERE {conditions}",  # noqa: S608
        plan.parameters(),
    )


def records(transaction: Transaction, wanted: Wanted) -> Sequence[Record]:
    """All of them, the newest first. Reads a lot."""
    plan = _plan(transaction, wanted)
    rows = transaction.all(
        f"SELECT {COLUMNS}, accepted_at, fixed_at, closed_at, latitude, longitude,"  # noqa: S608
        " (SELECT count(*) FROM report_photos WHERE report_id = reports.id AND sha256 IS NOT NULL) AS photos,"
        " (SELECT count(DISTINCT joined.reporter_id) FROM reports AS joined WHERE joined.joined_to = reports.id"
        "  AND joined.reporter_id <> reports.reporter_id) AS followers"
        f" FROM reports WHERE {plan.conditions(look_up=True)} ORDER BY submitted_at DESC, reports.id DESC",
        plan.parameters(),
    )
    return [_record(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a search is answered: the pieces, the rarest first, and whether few reports have that."""

    wanted: Wanted
    pieces: Sequence[Piece]
    is_rare: bool

    def conditions(self, *, look_up: bool) -> str:
        """What follows WHERE; `look_up`: the reports that have the rarest piece first."""
        return " AND ".join(self._conditions(look_up))

    def parameters(self) -> dict[str, object]:
        """Whatever any of the conditions may need."""
        number = self.wanted.number or ""
        return {
            "states": json.dumps(list(self.wanted.states or ReportState)),
            "grid": self.wanted.grid,
            "since": self.wanted.since,
            "number": f"%{number}",
            "tail": number[-3:],
            **{f"first{place}": piece.first for place, piece in enumerate(self.pieces)},
            **{f"last{place}": piece.last for place, piece in enumerate(self.pieces)},
        }

    def _conditions(self, look_up: bool) -> Iterator[str]:
        yield "reports.number IS NOT NULL"
        if self.wanted.grid is not None:
            yield IN_GRID
        elif self.wanted.states:
            yield ANYWHERE
        if self.wanted.since is not None:
            yield SINCE
        if self.wanted.number is not None:
            yield NUMBERED
        for place in range(len(self.pieces)):
            yield LOOKED_UP if look_up and place == 0 else HELD_AGAINST.format(place)


def _plan(transaction: Transaction, wanted: Wanted) -> _Plan:
    weighed = sorted(
        (_frequency(transaction, piece), place) for place, piece in enumerate(wanted.pieces[:WEIGHED])
    )
    first = [wanted.pieces[place] for _, place in weighed]
    return _Plan(wanted, [*first, *wanted.pieces[WEIGHED:]], bool(weighed) and weighed[0][0] < FEW)


def _frequency(transaction: Transaction, piece: Piece) -> int:
    """How many reports have a piece, as far as that matters."""
    return transaction.number(
        "SELECT count(*) FROM (SELECT 1 FROM report_bigrams WHERE bigram BETWEEN :first AND :last LIMIT :most)",
        {"first": piece.first, "last": piece.last, "most": FEW},
    )


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
