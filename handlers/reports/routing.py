"""Who answers for a place: the workers of the grid that holds it, else of one close by, else the coordinators.

Whoever is away is stood in for; `storage.standing_in` says by whom.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import grids, members, standing_in
from storage.database import Transaction
from storage.grids import Grid, GridId
from storage.members import Member, MemberId, Role, Standing
from storage.reports import Place, Report

if TYPE_CHECKING:
    from shapely import Geometry

NEAR = 200.0  # metres; what a phone's position is off between high houses, and a kerb's width more
FARTHEST = 50_000.0  # metres; a courier rides through one city, and a place beyond it is a slip of the finger
METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a report goes: to the workers of a grid and its group, or to the coordinators.

    `grid` is None when no grid is near. `deputies` stand in for workers who are away; they get it by themselves, for
    they are in no group of that grid. `is_personal`: it was given to somebody, and no group has a part in it.
    """

    grid: Grid | None
    workers: Sequence[Member] = ()
    deputies: Sequence[Member] = ()
    coordinators: Sequence[Member] = ()
    is_personal: bool = False

    @property
    def receivers(self) -> Sequence[Member]:
        """The people who get it each by themselves."""
        others = (*self.deputies, *self.coordinators)
        return others if self.is_for_group else (*self.workers, *others)

    @property
    def is_for_group(self) -> bool:
        """Whether the workers get it in their group and nowhere else."""
        return self.group_chat_id is not None and self.grid is not None and self.grid.group_only

    @property
    def group_chat_id(self) -> int | None:
        """The chat of the grid, when its workers are there to answer for it."""
        has_group = self.grid is not None and self.workers and not self.is_personal
        return self.grid.group_chat_id if self.grid is not None and has_group else None

    @property
    def reached(self) -> int:
        """How many chats get it."""
        return len(self.receivers) + (self.group_chat_id is not None)

    def grid_name(self, language: str) -> str | None:
        """What the grid is called, if there is one."""
        return None if self.grid is None else self.grid.name(language)


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
        from shapely.geometry import Point

        point = self._flat(Point(place.longitude, place.latitude))
        found = self._tree.query_nearest(point, max_distance=NEAR, all_matches=True)
        return self._ids[int(min(found))] if len(found) else None

    def distance(self, place: Place) -> float | None:
        """Metres to the nearest grid; 0 inside of one, None when there are none. Far away it is only roughly so."""
        from shapely.geometry import Point

        point = self._flat(Point(place.longitude, place.latitude))
        found, distances = self._tree.query_nearest(point, return_distance=True)
        return float(distances[0]) if len(found) else None

    def from_place(self, place: Place) -> list[GridId]:
        """Every grid, the nearest first."""
        from shapely.geometry import Point

        return self._sorted_by(self._tree.geometries, self._flat(Point(place.longitude, place.latitude)))

    def around(self, ids: Collection[GridId]) -> list[GridId]:
        """Every grid, those first and the others by their distance from them; by id when none of those is known."""
        from shapely import union_all

        chosen = [
            outline for id_, outline in zip(self._ids, self._tree.geometries, strict=True) if id_ in ids
        ]
        return self._sorted_by(self._tree.geometries, union_all(chosen)) if chosen else list(self._ids)

    def _sorted_by(self, outlines: Sequence[Geometry], origin: Geometry) -> list[GridId]:
        from shapely import distance

        found = zip(distance(outlines, origin), self._ids, strict=True)
        return [id_ for _metres, id_ in sorted(found)]

    def _flat(self, geometry: Geometry) -> Geometry:
        from shapely.affinity import scale

        across = METRES_PER_DEGREE * self._stretch
        return scale(geometry, xfact=across, yfact=METRES_PER_DEGREE, origin=(0, 0))


# The only state that handlers keep, and it is none: an index follows from its version, which is a row.
_index_by_version: dict[str, GridIndex] = {}


def destination_of(report: Report, transaction: Transaction) -> Destination:
    """Who gets the report. Raises ValueError when it has no place yet."""
    if report.place is None:
        raise ValueError(f"report {report.id} has no place")
    grid_id = _index(transaction).grid_at(report.place)
    if grid_id is None:
        return Destination(None, coordinators=members.with_role(transaction, Role.COORDINATOR))
    return _of_grid(grids.get(transaction, grid_id), transaction)


def holders(report: Report, transaction: Transaction) -> Destination:
    """Who answers for a report now: whom it was handed over to, else the workers of its grid, else the coordinators."""
    if report.with_coordinators:
        return in_reserve(report, transaction)
    grid = None if report.grid_id is None else grids.get(transaction, report.grid_id)
    if report.assignee_id is not None:
        acting = standing_in.who_acts_for(transaction, report.assignee_id)
        if acting is not None:
            return Destination(grid, [members.get(transaction, acting)], is_personal=True)
    return in_reserve(report, transaction) if grid is None else _of_grid(grid, transaction)


def holders_of_grid(id_: GridId, transaction: Transaction) -> Destination:
    """Who answers for what lies in a grid, unless somebody has taken it in hand."""
    return _of_grid(grids.get(transaction, id_), transaction)


def in_reserve(report: Report, transaction: Transaction) -> Destination:
    """Who gets the report when nobody it went to could be reached: the coordinators."""
    grid = None if report.grid_id is None else grids.get(transaction, report.grid_id)
    return Destination(grid, coordinators=members.with_role(transaction, Role.COORDINATOR))


def answers_for(report: Report, member: Member, transaction: Transaction, *, in_private: bool) -> bool:
    """Whether somebody may act on the report; coordinators and whom it was handed over to, only in private.

    Whoever is away still may: they answered for it, and come back.
    """
    if in_private and Role.COORDINATOR in member.roles:
        return True
    if not may_answer(member):
        return False
    if in_private and member.id == report.worker_id:
        return True
    if report.with_coordinators:
        return False
    if report.assignee_id is not None:
        acting = standing_in.who_acts_for(transaction, report.assignee_id)
        if member.id in (acting, report.assignee_id):
            return in_private
        if acting is not None:
            return False
    return report.grid_id is not None and member.id in of_grid(report.grid_id, transaction)


def is_answered_for_in(report: Report, channel: str, chat_id: int, transaction: Transaction) -> bool:
    """Whether somebody in that chat may act on the report: a person in theirs, the workers in their grid's group."""
    member = members.find(transaction, channel, chat_id)
    if member is not None:
        return answers_for(report, member, transaction, in_private=True)
    if report.grid_id is None or holders(report, transaction).is_personal or report.with_coordinators:
        return False
    return grids.get(transaction, report.grid_id).group_chat_id == chat_id


def of_grid(id_: GridId, transaction: Transaction) -> list[MemberId]:
    """Who may act for a grid: its workers, there or away, and who stands in for them."""
    return [*grids.worker_ids(transaction, id_), *standing_in.standing_in(transaction, id_)]


def grids_from(place: Place, transaction: Transaction) -> list[GridId]:
    """Every grid, the nearest to a place first."""
    return _index(transaction).from_place(place)


def grids_around(ids: Collection[GridId], transaction: Transaction) -> list[GridId]:
    """Every grid: those, then the nearest to them first."""
    return _index(transaction).around(ids)


def may_answer(member: Member) -> bool:
    """Whether somebody may answer for reports at all."""
    return member.standing is Standing.ACTIVE and Role.GRID_WORKER in member.roles


def is_plausible(place: Place, transaction: Transaction) -> bool:
    """Whether a report can come from there: near enough to some grid, if there are any."""
    distance = _index(transaction).distance(place)
    return distance is None or distance <= FARTHEST


def _of_grid(grid: Grid, transaction: Transaction) -> Destination:
    present = standing_in.present_in(transaction, grid.id)
    deputies = [id_ for id_ in standing_in.standing_in(transaction, grid.id) if id_ not in present]
    if not present and not deputies:
        return Destination(grid, coordinators=members.with_role(transaction, Role.COORDINATOR))
    workers, others = ([members.get(transaction, id_) for id_ in ids] for ids in (present, deputies))
    return Destination(grid, workers, others)


def _index(transaction: Transaction) -> GridIndex:
    version = grids.version(transaction)
    if version not in _index_by_version:
        _index_by_version.clear()
        _index_by_version[version] = GridIndex(grids.all_grids(transaction))
    return _index_by_version[version]


def _middle_latitude(outlines: Iterable[Geometry]) -> float:
    latitudes = [latitude for outline in outlines for latitude in outline.bounds[1::2]]
    return (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0
