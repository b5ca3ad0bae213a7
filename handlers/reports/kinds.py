"""What reports are about, as a table: what is dangerous, what is the street's, what is the couriers' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.reports import Category

POLICE, FIRE_BRIGADE, AMBULANCE = "110", "119", "120"


class Group(StrEnum):
    """Which part of the chooser a category stands in."""

    DANGER = "danger"
    CIVIC = "civic"
    RIDER = "rider"  # what only those on a round meet


@dataclass(frozen=True, slots=True)
class Kind:
    """The facts of a category. Within `radius` (metres) another report of it may be about the same.

    `call` is whom to call before anything else is asked; every danger has one.
    """

    group: Group
    call: str | None = None
    radius: float = 50.0  # what a grid centre's search for duplicates uses


# In the order in which they are offered: the most frequent first.
KINDS: Mapping[Category, Kind] = {
    Category.FIRE: Kind(Group.DANGER, call=FIRE_BRIGADE),
    Category.INJURED: Kind(Group.DANGER, call=AMBULANCE),
    Category.GAS: Kind(Group.DANGER, call=POLICE),
    Category.LIVE_CABLE: Kind(Group.DANGER, call=POLICE),
    Category.OPEN_MANHOLE: Kind(Group.DANGER, call=POLICE),
    Category.LITTER: Kind(Group.CIVIC),
    Category.ROAD: Kind(Group.CIVIC),
    Category.MANHOLE: Kind(Group.CIVIC),
    Category.STREET_LIGHT: Kind(Group.CIVIC),
    Category.PARKING: Kind(Group.CIVIC),
    Category.LEAK: Kind(Group.CIVIC),
    Category.FIRE_LANE: Kind(Group.CIVIC),
    Category.OTHER: Kind(Group.CIVIC),
    Category.GATE_CLOSED: Kind(Group.RIDER),
    Category.NO_BIKE_PARKING: Kind(Group.RIDER),
    Category.NO_HOUSE_NUMBERS: Kind(Group.RIDER),
    Category.BATTERY_QUEUE: Kind(Group.RIDER),
}


def of_group(group: Group) -> list[Category]:
    """The categories of a part of the chooser, in their order."""
    return [category for category, kind in KINDS.items() if kind.group is group]


def is_danger(category: Category | None) -> bool:
    """Whether it is a danger: it goes on at once, and nothing is asked that could be left out."""
    return category is not None and KINDS[category].group is Group.DANGER
