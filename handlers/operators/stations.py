"""``import-stations``: the depots that couriers ride for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from handlers.choices import choice
from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from storage import stations
from storage.stations import Platform, Station, StationId

ID = re.compile(r"[a-z0-9-]{1,24}")  # it stands in buttons, whose data holds 64 bytes
LONGEST_NAME = 40  # characters; more does not fit on a button


def import_stations(command: Command, context: Context) -> None:
    """Save every entry of ``stations``; stations that the file does not name stay as they are.

    Answers ``{"saved", "others"}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    entries = command.arguments.get("stations")
    faults = list(_faults(entries))
    if faults or not isinstance(entries, list):
        answer(faults, command, context)
        return
    for entry in entries:
        stations.save(context.transaction, _station(entry))
    others = stations.count(context.transaction) - len(entries)
    context.result = {"saved": len(entries), "others": others}


def _station(entry: Mapping[str, object]) -> Station:
    """An entry that has no faults."""
    return Station(
        StationId(str(entry["id"])),
        Platform(str(entry["platform"])),
        str(entry["name_zh"]).strip(),
        str(entry["name_en"]).strip(),
    )


def _faults(entries: object) -> Iterator[Fault]:
    if not isinstance(entries, list):
        yield Fault("stations_no_list")
        return
    for index, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield from _faults_of(index, entry)
        else:
            yield Fault("station_no_object", {"index": index})
    ids = Counter(str(entry.get("id")) for entry in entries if isinstance(entry, dict))
    yield from (Fault("station_twice", {"id": id_}) for id_, times in ids.items() if times > 1)


def _faults_of(index: int, entry: Mapping[str, object]) -> Iterator[Fault]:
    id_, platform = entry.get("id"), entry.get("platform")
    if not isinstance(id_, str) or not ID.fullmatch(id_):
        yield Fault("station_id", {"index": index, "value": id_})
    if choice(Platform, platform) is None:
        yield Fault("station_platform", {"index": index, "value": platform, "known": ", ".join(Platform)})
    for property_ in ("name_zh", "name_en"):
        name = entry.get(property_)
        if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
            yield Fault("station_name", {"index": index, "property": property_, "longest": LONGEST_NAME})
