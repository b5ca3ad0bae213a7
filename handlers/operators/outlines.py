"""Outlines of grids as GeoJSON: whether each is an area on earth, drawn as the standard says, apart from the others.

GeoJSON (RFC 7946): positions are longitude first, a ring ends where it began, WGS-84.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from handlers.operators.faults import Fault

if TYPE_CHECKING:
    from shapely import Geometry

Position = tuple[float, float]
Outline = tuple[str, object]  # a grid's id and its geometry

FEWEST_POSITIONS = 4  # of a ring, the last of which is the first: a triangle
# Square degrees, about 10 m²: neighbours drawn by hand may share a border that is not quite the same.
TOLERATED_OVERLAP = 1e-9


def faults_of(index: int, geometry: object) -> Iterator[Fault]:
    """Everything that is wrong with an outline."""
    rings = _rings(geometry)
    if rings is None:
        yield Fault("grid_outline", {"index": index})
        return
    if any(ring[0] != ring[-1] for ring in rings):
        yield Fault("grid_ring", {"index": index})
    positions = [position for ring in rings for position in ring]
    if not all(_is_on_earth(position) for position in positions):
        if not all(_is_on_earth((second, first)) for first, second in positions):
            yield Fault("grid_outline", {"index": index})
            return
        yield Fault("grid_order", {"index": index})
    yield from _faults_of_shape(index, geometry)


def overlaps(outlines: Sequence[Outline], stored: Sequence[Outline]) -> Iterator[Fault]:
    """Pairs that claim the same ground: a report there would go to one of them by accident. They have no faults.

    Of each pair one at least is of `outlines`; how the `stored` ones lie to each other is not asked.
    """
    from shapely import STRtree

    everything = [*outlines, *stored]
    shapes = [_shape(geometry) for _, geometry in everything]
    tree = STRtree(shapes)
    for first, (id_, _) in enumerate(outlines):
        for second in sorted(int(found) for found in tree.query(shapes[first], predicate="intersects")):
            if second > first and shapes[first].intersection(shapes[second]).area > TOLERATED_OVERLAP:
                label = "grids_overlap" if second < len(outlines) else "grids_overlap_stored"
                yield Fault(label, {"first": id_, "second": everything[second][0]})


def _rings(geometry: object) -> Sequence[Sequence[Position]] | None:
    """Every ring of a Polygon or MultiPolygon, at least one; None when the geometry is of another kind."""
    if not isinstance(geometry, Mapping):
        return None
    coordinates = geometry.get("coordinates")
    match geometry.get("type"):
        case "Polygon" if isinstance(coordinates, list):
            polygons = [coordinates]
        case "MultiPolygon" if isinstance(coordinates, list):
            polygons = coordinates
        case _:
            return None
    try:
        return [_ring(ring) for polygon in polygons for ring in polygon] or None
    except (TypeError, ValueError):  # no lists of lists of pairs of numbers
        return None


def _ring(positions: Sequence[Sequence[float]]) -> Sequence[Position]:
    if len(positions) < FEWEST_POSITIONS:
        raise ValueError("a ring of less than three corners")
    return [(float(longitude), float(latitude)) for longitude, latitude, *_ in positions]


def _is_on_earth(position: Position) -> bool:
    longitude, latitude = position
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def _faults_of_shape(index: int, geometry: object) -> Iterator[Fault]:
    """Rings that were left open are closed here, so that what else is wrong with them is seen."""
    from shapely import is_valid_reason
    from shapely.errors import ShapelyError

    try:
        outline = _shape(geometry)
    except (ShapelyError, ValueError, TypeError):
        yield Fault("grid_outline", {"index": index})
        return
    if outline.is_valid and not outline.is_empty:
        return
    reason, _, point = is_valid_reason(outline).partition("[")
    if "intersection" in reason:
        yield Fault("grid_crossing", {"index": index, "point": point.rstrip("]")})
    else:
        yield Fault("grid_outline", {"index": index})


def _shape(geometry: object) -> Geometry:
    from shapely.geometry import shape

    return shape(geometry)
