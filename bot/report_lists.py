"""A list of reports as a file: a table for a spreadsheet, or points for a map. It names nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.exporting import cell
from handlers.casebook import filters
from messages.catalogue import Language, label
from storage import casebook, grids, report_searches
from storage.casebook import Record, Wanted
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import MemberId

COLUMNS = (
    "number",
    "category",
    "state",
    "grid",
    "submitted",
    "accepted",
    "fixed",
    "closed",
    "latitude",
    "longitude",
    "photos",
    "followers",
)
DIGITS = 4  # of a degree: 11 m, which finds the place and shows no door


class Forgotten(Exception):
    """What was looked for is not known any more: it was a day ago, or somebody was erased meanwhile."""


def as_csv(transaction: Transaction, named: Mapping[str, object]) -> bytes:
    """The list in the words of its reader, with the mark by which Excel knows UTF-8. Raises Forgotten."""
    language, zone = Language(str(named["language"])), ZoneInfo(str(named["timezone"]))
    areas = {grid.id: grid for grid in grids.all_grids(transaction)}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(label(language, f"column.{column}") for column in COLUMNS)
    for record in casebook.records(transaction, _wanted(transaction, named)):
        writer.writerow(cell(value) for value in _cells(record, areas, language, zone))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def as_geojson(transaction: Transaction, named: Mapping[str, object]) -> bytes:
    """The list as a FeatureCollection (RFC 7946), one point for each report, with the columns as properties.

    Raises Forgotten.
    """
    zone = ZoneInfo(str(named["timezone"]))
    features = [
        _feature(record, zone) for record in casebook.records(transaction, _wanted(transaction, named))
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _wanted(transaction: Transaction, named: Mapping[str, object]) -> Wanted:
    """What somebody looks for, as it stands when the list is written. Raises Forgotten."""
    seeker, now = MemberId(int(str(named["seeker"]))), int(str(named["now"]))
    search = report_searches.last_of(transaction, seeker)
    if search is None:
        raise Forgotten(f"member {seeker} looks for nothing any more")
    zone = ZoneInfo(str(named["timezone"]))
    return filters.wanted(search, datetime.fromtimestamp(now / 1000, zone))


def _cells(
    record: Record, areas: Mapping[GridId, Grid], language: Language, zone: ZoneInfo
) -> Iterator[object]:
    case = record.case
    yield case.number
    yield label(language, f"category.{case.category}").partition(" ")[2]  # without its sign
    yield label(language, f"state.{case.state}")
    yield "" if case.grid_id is None else areas[case.grid_id].name(language)
    for time in (case.submitted_at, record.accepted_at, record.fixed_at, record.closed_at):
        yield "" if time is None else _local(time, zone)
    yield from (round(record.place.latitude, DIGITS), round(record.place.longitude, DIGITS))
    yield from (record.photos, record.followers)


def _feature(record: Record, zone: ZoneInfo) -> Mapping[str, object]:
    case, place = record.case, record.place
    times = {
        "submitted": case.submitted_at,
        "accepted": record.accepted_at,
        "fixed": record.fixed_at,
        "closed": record.closed_at,
    }
    return {
        "type": "Feature",
        "geometry": {
            "type": "Point",
            "coordinates": [round(place.longitude, DIGITS), round(place.latitude, DIGITS)],
        },
        "properties": {
            "number": case.number,
            "category": case.category,
            "state": case.state,
            "grid": case.grid_id,
            **{name: None if time is None else _local(time, zone) for name, time in times.items()},
            "photos": record.photos,
            "followers": record.followers,
        },
    }


def _local(time: int, zone: ZoneInfo) -> str:
    """A time (UTC ms) as ISO 8601 on the clocks here, to the minute."""
    return datetime.fromtimestamp(time / 1000, zone).isoformat(timespec="minutes")
