"""How far places are from each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.distances import around, metres
from storage.reports import Place

places = some.builds(Place, latitude=some.floats(-60, 60), longitude=some.floats(100, 130))
steps = some.floats(-0.01, 0.01)


def test_a_minute_of_latitude_is_a_nautical_mile() -> None:
    assert metres(Place(30.5, 114.3), Place(30.5 + 1 / 60, 114.3)) == pytest.approx(1852, rel=0.002)


def test_degrees_of_longitude_are_shorter_in_the_north() -> None:
    assert metres(Place(60, 114), Place(60, 114.001)) == pytest.approx(55.6, rel=0.01)


@given(places, steps, steps)
def test_it_is_as_far_there_as_back(place: Place, north: float, east: float) -> None:
    other = Place(place.latitude + north, place.longitude + east)
    assert metres(place, other) == pytest.approx(metres(other, place))


@given(places, steps, steps, some.floats(1, 500))
def test_whatever_is_near_is_inside_of_the_box(
    place: Place, north: float, east: float, radius: float
) -> None:
    other = Place(place.latitude + north, place.longitude + east)
    box = around(place, radius)
    is_inside = box.south <= other.latitude <= box.north and box.west <= other.longitude <= box.east
    assert is_inside or metres(place, other) > radius * 0.9999
