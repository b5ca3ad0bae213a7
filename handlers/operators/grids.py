"""``import-grids``: a GeoJSON FeatureCollection of areas, with who answers for each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from handlers.context import Context
from handlers.events import Command
from handlers.operators.faults import Fault, answer
from handlers.operators.people import known_user
from storage import grids
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import MemberId

if TYPE_CHECKING:
    from shapely import Geometry

# Square degrees, about 10 m²: neighbours drawn by hand may share a border that is not quite the same.
TOLERATED_OVERLAP = 1e-9


def import_grids(command: Command, context: Context) -> None:
    """Save every feature of ``geojson`` as a grid; grids that the file does not name stay as they are.

    A feature has the properties ``id``, ``name_zh``, ``name_en``, ``workers`` (user ids) and, if the grid has one,
    ``group`` (a chat id). Answers ``{"saved", "others"}``, or ``{"faults": [words]}`` and has changed nothing.
    """
    features = _features(command.arguments.get("geojson"))
    faults = (
        [Fault("grids_no_collection")] if features is None else list(_faults(features, context.transaction))
    )
    if faults or features is None:
        answer(faults, command, context)
        return
    for feature in features:
        grids.save(context.transaction, _grid(feature), _workers(feature, context.transaction))
    grids.renew_version(context.transaction)
    context.result = {"saved": len(features), "others": grids.count(context.transaction) - len(features)}


def _features(geojson: object) -> Sequence[Mapping[str, object]] | None:
    features = geojson.get("features") if isinstance(geojson, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        return None
    return features


def _properties(feature: Mapping[str, object]) -> Mapping[str, object]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _grid(feature: Mapping[str, object]) -> Grid:
    """A feature that has no faults."""
    properties = _properties(feature)
    group = properties.get("group")
    return Grid(
        id=GridId(str(properties["id"])),
        name_zh=str(properties["name_zh"]),
        name_en=str(properties["name_en"]),
        outline=json.dumps(feature["geometry"]),
        group_chat_id=group if isinstance(group, int) else None,
    )


def _worker_ids(feature: Mapping[str, object]) -> Sequence[object]:
    workers = _properties(feature).get("workers", [])
    return workers if isinstance(workers, list) else [workers]


def _workers(feature: Mapping[str, object], transaction: Transaction) -> list[MemberId]:
    found = (known_user(transaction, user_id) for user_id in dict.fromkeys(_worker_ids(feature)))
    return [member.id for member in found if member is not None]


def _faults(features: Sequence[Mapping[str, object]], transaction: Transaction) -> Iterator[Fault]:
    outlines: list[tuple[str, Geometry]] = []
    for index, feature in enumerate(features, start=1):
        yield from _faults_of(index, feature, transaction)
        outline = _outline(feature)
        if outline is None:
            yield Fault("grid_outline", {"index": index})
        else:
            outlines.append((str(_properties(feature).get("id")), outline))
    ids = Counter(str(_properties(feature).get("id")) for feature in features)
    yield from (Fault("grid_twice", {"id": id_}) for id_, times in ids.items() if times > 1)
    yield from _overlaps(outlines)


def _faults_of(index: int, feature: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    properties = _properties(feature)
    for name in ("id", "name_zh", "name_en"):
        value = properties.get(name)
        if not isinstance(value, str) or not value.strip():
            yield Fault("grid_property", {"index": index, "property": name})
    group = properties.get("group")
    if group is not None and not (isinstance(group, int) and group < 0):
        yield Fault("grid_group", {"index": index, "value": group})
    for user_id in _worker_ids(feature):
        if known_user(transaction, user_id) is None:
            yield Fault("grid_worker", {"index": index, "value": user_id})


def _outline(feature: Mapping[str, object]) -> Geometry | None:
    """The outline as a shape; None when it is no proper area on earth."""
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        outline = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None  # coordinates that are no pairs of numbers fail in each of these ways
    return outline if _is_area_on_earth(outline) else None


def _is_area_on_earth(outline: Geometry) -> bool:
    if outline.is_empty or not outline.is_valid:
        return False
    west, south, east, north = outline.bounds
    return bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)


def _overlaps(outlines: Sequence[tuple[str, Geometry]]) -> Iterator[Fault]:
    """Pairs that claim the same ground: a report there would go to one of them by accident."""
    from shapely import STRtree

    tree = STRtree([outline for _, outline in outlines])
    for first, (id_, outline) in enumerate(outlines):
        for second in sorted(int(found) for found in tree.query(outline, predicate="intersects")):
            other_id, other = outlines[second]
            if second > first and outline.intersection(other).area > TOLERATED_OVERLAP:
                yield Fault("grids_overlap", {"first": id_, "second": other_id})
