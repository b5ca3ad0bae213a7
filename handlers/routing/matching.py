"""Whether a rule is about a report: its category, its grid, the day and the hour. Pure, on the bot's own clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.grids import GridId
from storage.reports import Category
from storage.routing_rules import Conditions, Hours

HOUR = 60  # minutes


@dataclass(frozen=True, slots=True)
class Sighting:
    """What rules look at. `at` is local time; `grid_id` is None where no grid is near."""

    category: Category
    grid_id: GridId | None
    at: datetime


class Mismatch(StrEnum):
    """What keeps a rule from being about it, the first of these that does."""

    CATEGORY = "category"
    GRID = "grid"
    HOURS = "hours"
    WEEKDAY = "weekday"


def mismatch(conditions: Conditions, seen: Sighting) -> Mismatch | None:
    """What keeps the rule of these conditions from being about it; None when it is."""
    if conditions.categories and seen.category not in conditions.categories:
        return Mismatch.CATEGORY
    if conditions.grids and seen.grid_id not in conditions.grids:
        return Mismatch.GRID
    if conditions.hours is not None and not _holds(conditions.hours, _minute(seen.at)):
        return Mismatch.HOURS
    if conditions.weekdays and _day_of(conditions.hours, seen.at) not in conditions.weekdays:
        return Mismatch.WEEKDAY
    return None


def _holds(hours: Hours, minute: int) -> bool:
    if hours.begins < hours.ends:
        return hours.begins <= minute < hours.ends
    return minute >= hours.begins or minute < hours.ends


def _day_of(hours: Hours | None, at: datetime) -> int:
    """The day it counts to: the hours after midnight belong to the night that began the day before."""
    is_past_midnight = hours is not None and hours.ends <= hours.begins and _minute(at) < hours.ends
    return (at - timedelta(days=1) if is_past_midnight else at).isoweekday()


def _minute(at: datetime) -> int:
    return at.hour * HOUR + at.minute
