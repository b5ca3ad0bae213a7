"""Which grid a place lies in, or between which, found by a tree of outlines."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from storage import grids
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.reports import Place

if TYPE_CHECKING:
    from shapely import Geometry

NEAR = 200.0  # metres; what a phone's position is off between high houses, and a kerb's width more
BORDER = 15.0  # metres; half a road: no phone says on which side of it somebody stands
METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km


class GridIndex:
    """Finds the grid of a point. Outlines are kept in metres, flat around their middle, which is exact enough
    for a city: 0.1% over 50 km."""

    def __init__(self, all_grids: Sequence[Grid]) -> None:
        from shapely import STRtree
        from shapely.geometry import shape

        outlines = [shape(json.loads(grid.outline)) for grid in all_grids]
        self._ids = [grid.id for grid in all_grids]
        self._stretch = math.cos(math.radians(_middle_latitude(outlines)))
        self._tree = STRtree([self._flat(outline) for outline in outlines])

    def grid_at(self, place: Place) -> GridId | None:
        """The grid that holds the place or is at most NEAR away; of several, the first by id."""
        found = self._tree.query_nearest(self._point(place), max_distance=NEAR, all_matches=True)
        return self._ids[int(min(found))] if len(found) else None

    def sides_of(self, place: Place) -> list[GridId]:
        """Every grid that holds the place or is at most BORDER away, by id."""
        found = self._tree.query(self._point(place), predicate="dwithin", distance=BORDER)
        return [self._ids[number] for number in sorted(int(number) for number in found)]

    def distance(self, place: Place) -> float | None:
        """Metres to the nearest grid; 0 inside of one, None when there are none. Far away it is only roughly so."""
        found, distances = self._tree.query_nearest(self._point(place), return_distance=True)
        return float(distances[0]) if len(found) else None

    def from_place(self, place: Place) -> list[GridId]:
        """Every grid, the nearest first."""
        return self._sorted_from(self._point(place))

    def around(self, ids: Collection[GridId]) -> list[GridId]:
        """Every grid, those first and the others by their distance from them; by id when none of those is known."""
        from shapely import union_all

        outlines = zip(self._ids, self._tree.geometries, strict=True)
        chosen = [outline for id_, outline in outlines if id_ in ids]
        return self._sorted_from(union_all(chosen)) if chosen else list(self._ids)

    def _sorted_from(self, origin: Geometry) -> list[GridId]:
        from shapely import distance

        found = zip(distance(self._tree.geometries, origin), self._ids, strict=True)
        return [id_ for _metres, id_ in sorted(found)]

    def _point(self, place: Place) -> Geometry:
        from shapely.geometry import Point

        return self._flat(Point(place.longitude, place.latitude))

    def _flat(self, geometry: Geometry) -> Geometry:
        from shapely.affinity import scale

        across = METRES_PER_DEGREE * self._stretch
        return scale(geometry, xfact=across, yfact=METRES_PER_DEGREE, origin=(0, 0))


# The only state that handlers keep, and it is none: an index follows from its version, which is a row.
_index_by_version: dict[str, GridIndex] = {}


def index(transaction: Transaction) -> GridIndex:
    """The index of the grids as they are now."""
    version = grids.version(transaction)
    if version not in _index_by_version:
        _index_by_version.clear()
        _index_by_version[version] = GridIndex(grids.all_grids(transaction))
    return _index_by_version[version]


def _middle_latitude(outlines: Iterable[Geometry]) -> float:
    latitudes = [latitude for outline in outlines for latitude in outline.bounds[1::2]]
    return (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0
