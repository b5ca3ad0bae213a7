"""Which grid a place belongs to."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.reports.grid_index import GridIndex
from storage.grids import Grid, GridId
from storage.reports import Place
from tests.unit.handlers.world import World, collection, grid

LATITUDE = 30.50
EAST_EDGE = 114.34
METRE = 1 / 95_810  # degrees of longitude at 30.5° north


def index_of(*features: dict[str, object]) -> GridIndex:
    return GridIndex(
        [
            Grid(GridId(str(name)), str(name), str(name), json.dumps(feature["geometry"]))
            for name, feature in enumerate(features)
        ]
    )


INDEX = index_of(grid("west", 114.30, 114.32, []), grid("east", 114.32, EAST_EDGE, []))


@given(some.floats(30.4901, 30.5099), some.floats(114.3001, 114.3399))
def test_a_place_inside_belongs_to_the_grid_that_holds_it(latitude: float, longitude: float) -> None:
    if abs(longitude - 114.32) > 1e-9:
        assert INDEX.grid_at(Place(latitude, longitude)) == ("0" if longitude < 114.32 else "1")


def test_a_place_on_the_border_belongs_to_the_first_by_id() -> None:
    assert INDEX.grid_at(Place(LATITUDE, 114.32)) == "0"


@pytest.mark.parametrize(("metres", "found"), [(1, "1"), (195, "1"), (205, None), (5000, None)])
def test_a_place_close_by_belongs_to_the_nearest_within_200_metres(metres: int, found: str | None) -> None:
    assert INDEX.grid_at(Place(LATITUDE, EAST_EDGE + metres * METRE)) == found


def test_without_grids_no_place_belongs_to_any() -> None:
    assert GridIndex([]).grid_at(Place(LATITUDE, EAST_EDGE)) is None


def test_a_hole_in_a_grid_is_outside() -> None:
    outer = [[114.30, 30.40], [114.40, 30.40], [114.40, 30.50], [114.30, 30.50], [114.30, 30.40]]
    inner = [[114.33, 30.43], [114.37, 30.43], [114.37, 30.47], [114.33, 30.47], [114.33, 30.43]]
    index = index_of({"geometry": {"type": "Polygon", "coordinates": [outer, inner]}})
    assert index.grid_at(Place(30.45, 114.35)) is None
    assert index.grid_at(Place(30.41, 114.31)) == "0"


def test_grids_imported_later_are_used_at_once(world: World) -> None:
    from handlers.reports.grid_index import index

    place = Place(30.50, 114.345)
    assert index(world.transaction).grid_at(place) is None
    world.command("import-grids", geojson=collection(grid("new", 114.343, 114.36, [])))
    assert index(world.transaction).grid_at(place) == "new"
