"""How far places are from each other: flat, which is exact enough for a city (0.1% over 50 km). Pure rules."""

from __future__ import annotations

import math

from storage.reports import Place
from storage.similar_reports import Box

METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6,371 km


def metres(one: Place, other: Place) -> float:
    """The way between two places as the crow flies."""
    middle = math.radians((one.latitude + other.latitude) / 2)
    north = other.latitude - one.latitude
    east = (other.longitude - one.longitude) * math.cos(middle)
    return math.hypot(north, east) * METRES_PER_DEGREE


def around(place: Place, radius: float) -> Box:
    """A box that holds whatever is at most `radius` metres away."""
    high = radius / METRES_PER_DEGREE
    wide = high / math.cos(math.radians(abs(place.latitude) + high))
    return Box(place.latitude - high, place.latitude + high, place.longitude - wide, place.longitude + wide)
