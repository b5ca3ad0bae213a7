"""A report is fixed, with a photo; or not after all."""

from __future__ import annotations

from storage.reports import ReportState
from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.deeds.reports import accepted
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import World


def fixed(world: World) -> Rows:
    """The card of a report that was said to be fixed."""
    accepted(world)
    return in_state(world, world.all_reports()[-1], ReportState.FIXED)


def of_accepted(world: World, _who: int) -> str:
    accepted(world)
    return world.all_reports()[-1].token


DEEDS = Deeds(
    buttons={"fix": accepted, "unfix": fixed},
    answers={"fixing.photo": lambda world, who: world.photo(who, "fixed")},
    subjects={"fixing.photo": of_accepted},
)
