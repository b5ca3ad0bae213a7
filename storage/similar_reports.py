"""Reports that may be about the same incident: open, not too old, and near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import reports
from storage.database import Transaction
from storage.held_reports import IS_OPEN
from storage.members import MemberId
from storage.reports import Category, Place, Report, ReportId


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in degrees."""

    south: float
    north: float
    west: float
    east: float


@dataclass(frozen=True, slots=True)
class There:
    """A report, and where it is."""

    id: ReportId
    place: Place


def open_in(transaction: Transaction, box: Box, since: int, category: Category | None = None) -> list[There]:
    """The open reports inside of a box that were sent since then (UTC ms), of a category or of any."""
    rows = transaction.all(
        f"SELECT id, latitude, longitude FROM reports WHERE {IS_OPEN}"  # noqa: S608
        " AND latitude BETWEEN :south AND :north AND longitude BETWEEN :west AND :east"
        " AND submitted_at >= :since AND (category = :category OR :category IS NULL)",
        {
            "south": box.south,
            "north": box.north,
            "west": box.west,
            "east": box.east,
            "since": since,
            "category": category,
        },
    )
    return [There(ReportId(row["id"]), Place(row["latitude"], row["longitude"])) for row in rows]


def find_by_number(transaction: Transaction, number: str) -> Report | None:
    """The report of a public number."""
    row = transaction.one("SELECT id FROM reports WHERE number = :number", {"number": number})
    return None if row is None else reports.get(transaction, ReportId(row["id"]))


def sent_since(transaction: Transaction, reporter: MemberId, since: int) -> Sequence[int]:
    """When somebody sent each of their reports since then (UTC ms), the newest first."""
    rows = transaction.all(
        "SELECT submitted_at FROM reports WHERE reporter_id = :reporter AND submitted_at >= :since"
        " ORDER BY submitted_at DESC",
        {"reporter": reporter, "since": since},
    )
    return [row["submitted_at"] for row in rows]
