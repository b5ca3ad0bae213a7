"""Outlines of areas on a flat sheet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import cos, radians

Point = tuple[float, float]
Ring = tuple[Point, ...]
Area = tuple[Ring, ...]  # the outline, then its holes
Stretch = tuple[float, float]  # from left to right
Box = tuple[float, float, float, float]  # left, top, right, bottom

METRES_PER_DEGREE = 111_320  # of latitude; of longitude at the equator
ROWS = 24  # lines in which room for words is looked for
COARSENESS = 1.5  # px; corners nearer than that to the one before do not show


def areas_of(outline: str) -> tuple[Area, ...]:
    """The areas of a GeoJSON Polygon or MultiPolygon, longitude first, in degrees."""
    geometry = json.loads(outline)
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(
        tuple(tuple((float(x), float(y)) for x, y, *_ in ring) for ring in polygon) for polygon in polygons
    )


@dataclass(frozen=True, slots=True)
class Projection:
    """From degrees to px. Fit for a city: it takes the earth for flat."""

    west: float
    north: float
    narrowing: float  # how much shorter a degree of longitude is than one of latitude
    scale: float  # px per degree of latitude
    offset: Point = (0.0, 0.0)

    @classmethod
    def into(cls, box: Box, points: Iterable[Point]) -> Projection:
        """The one that shows all points in the middle of a box, as large as can be."""
        all_points = list(points)
        west, east = min(x for x, _ in all_points), max(x for x, _ in all_points)
        south, north = min(y for _, y in all_points), max(y for _, y in all_points)
        narrowing = cos(radians((south + north) / 2))
        wide, high = max((east - west) * narrowing, 1e-9), max(north - south, 1e-9)
        scale = min((box[2] - box[0]) / wide, (box[3] - box[1]) / high)
        left = box[0] + (box[2] - box[0] - wide * scale) / 2
        top = box[1] + (box[3] - box[1] - high * scale) / 2
        return cls(west, north, narrowing, scale, (left, top))

    @property
    def metres_per_px(self) -> float:
        """How much ground a px shows."""
        return METRES_PER_DEGREE / self.scale

    def area(self, area: Area) -> Area:
        """An area of degrees in px, without corners too near to each other to be seen."""
        return tuple(_coarse([self._point(point) for point in ring]) for ring in area)

    def _point(self, point: Point) -> Point:
        x = (point[0] - self.west) * self.narrowing * self.scale
        return self.offset[0] + x, self.offset[1] + (self.north - point[1]) * self.scale


def _coarse(ring: list[Point]) -> Ring:
    kept = ring[:1]
    for point in ring[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= COARSENESS:
            kept.append(point)
    return (*kept, ring[-1])


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle inside an area: its middle, and how wide it is."""

    x: float
    y: float
    width: float


Row = tuple[float, tuple[Stretch, ...]]  # a height, and what of that line is inside


def rows_of(areas: Iterable[Area]) -> list[list[Row]]:
    """Areas of px as lines from top to bottom, evenly spaced: what `widest_room` looks for room in."""
    return [_rows_of(area) for area in areas]


def widest_room(areas: Iterable[list[Row]], tall: float) -> Room | None:
    """Where a block so many px high finds most width inside, rather in the middle; None when it finds none."""
    found: list[tuple[float, Room]] = []
    for rows in areas:
        middle = (rows[0][0] + rows[-1][0]) / 2
        spacing = (rows[-1][0] - rows[0][0]) / (len(rows) - 1)
        span = min(int(tall / spacing) + 1, len(rows) + 1) if spacing > 0 else 1
        for first in range(len(rows) - span + 1):
            band = rows[first : first + span]
            y = (band[0][0] + band[-1][0]) / 2
            for left, right in reduce(_common, (stretches for _, stretches in band)):
                off = abs(y - middle) / (ROWS * spacing) if spacing > 0 else 0.0
                found.append(((right - left) * (1 - off), Room((left + right) / 2, y, right - left)))
    return max(found, key=lambda one: one[0], default=(0.0, None))[1]


def _rows_of(area: Area) -> list[Row]:
    ys = [y for _, y in area[0]]
    top, high = min(ys), max(ys) - min(ys)
    # Between the corners, which often stand at round places.
    heights = [top + high * (index + 0.5) / ROWS for index in range(ROWS)]
    return [(y, tuple(_stretches(area, y))) for y in heights]


def _stretches(area: Area, y: float) -> list[Stretch]:
    """What of a horizontal line is inside."""
    crossings = sorted(
        start[0] + (y - start[1]) * (end[0] - start[0]) / (end[1] - start[1])
        for ring in area
        for start, end in pairwise(ring)
        if (start[1] <= y) != (end[1] <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _common(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """What is inside on both lines."""
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return tuple(stretch for stretch in both if stretch[0] < stretch[1])
