"""Outlines on a sheet, and the room inside them."""

from __future__ import annotations

import json

import pytest

from messages.pictures.outlines import METRES_PER_DEGREE, Area, Projection, areas_of, rows_of, widest_room

SQUARE: Area = (((0, 0), (100, 0), (100, 100), (0, 100), (0, 0)),)
# Two arms upwards, 20 wide, on a base 10 high.
FORK: Area = (((0, 0), (20, 0), (20, 90), (80, 90), (80, 0), (100, 0), (100, 100), (0, 100), (0, 0)),)
RING: Area = (SQUARE[0], ((20, 20), (80, 20), (80, 80), (20, 80), (20, 20)))


def test_polygons_and_multipolygons_are_read_with_or_without_heights() -> None:
    ring = [[114.3, 30.5], [114.4, 30.5], [114.4, 30.6], [114.3, 30.5]]
    high = [[*point, 12.5] for point in ring]
    polygon = areas_of(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    several = areas_of(json.dumps({"type": "MultiPolygon", "coordinates": [[high], [ring]]}))
    assert several == (*polygon, *polygon)


def test_north_is_up_and_lengths_are_true() -> None:
    points = [(114.30, 30.50), (114.31, 30.51)]
    projection = Projection.into((0, 0, 1000, 1000), points)
    ((west_south, east_north),) = projection.area((tuple(points),))
    assert west_south[1] == pytest.approx(1000)
    assert east_north[1] == pytest.approx(0)
    assert projection.metres_per_px == pytest.approx(0.01 * METRES_PER_DEGREE / 1000)
    assert east_north[0] - west_south[0] == pytest.approx(1000 * 0.8615, rel=0.01)  # cos 30.5°


def test_a_point_alone_can_be_projected() -> None:
    projection = Projection.into((0, 0, 100, 100), [(114.3, 30.5)])
    assert projection.area((((114.3, 30.5),),)) == (((50.0, 50.0),),) or projection.scale > 0


def test_words_stand_in_the_middle_of_a_square() -> None:
    room = widest_room(rows_of([SQUARE]), 30)
    assert room is not None
    assert (room.x, room.width) == (50, 100)
    assert room.y == pytest.approx(50, abs=5)


def test_a_block_too_high_for_the_base_of_a_fork_stands_in_an_arm() -> None:
    low, high = widest_room(rows_of([FORK]), 0), widest_room(rows_of([FORK]), 30)
    assert low is not None
    assert high is not None
    assert low.width == 100
    assert high.width == 20
    assert high.x in (10, 90)


def test_nothing_is_written_into_a_hole() -> None:
    room = widest_room(rows_of([RING]), 40)
    assert room is not None
    assert room.width == 20


def test_where_nothing_fits_there_is_no_room() -> None:
    assert widest_room(rows_of([SQUARE]), 300) is None


def test_an_area_without_extent_has_no_room() -> None:
    assert widest_room(rows_of([(((5, 5), (5, 5), (5, 5)),)]), 10) is None
