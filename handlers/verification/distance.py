"""Distances in a city, on a sphere: exact to half a per cent, which no phone is. Pure rules."""

from __future__ import annotations

from math import asin, cos, degrees, radians, sin, sqrt

from storage.reports import Place
from storage.verification_offers import Box

EARTH = 6_371_000.0  # metres; its mean radius


def metres(one: Place, other: Place) -> float:
    """How far two places are apart, as the crow flies."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    stretch = cos(radians(one.latitude)) * cos(radians(other.latitude))
    chord = sin(north / 2) ** 2 + stretch * sin(east / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(chord)))


def box_around(place: Place, radius: float) -> Box:
    """A box that holds every place within so many metres; not at the poles, nor across the date line."""
    high = degrees(radius / EARTH)
    farthest = min(abs(place.latitude) + high, 89.0)  # where degrees of longitude are shortest
    wide = high / cos(radians(farthest))
    return Box(place.latitude - high, place.longitude - wide, place.latitude + high, place.longitude + wide)
