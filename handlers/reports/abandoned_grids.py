"""Whoever answers for a grid goes: with nobody left there, the coordinators hear at once what waits undecided.

The cards went to those who are gone; in the morning the coordinators would hear of it anyway, but couriers wait.
"""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports import morning
from storage import grids, members, undecided_reports
from storage.grids import GridId
from storage.held_reports import Pile
from storage.members import MemberId, Role

ABANDONED = "grids abandoned"  # the effect that names the grids which somebody answers for no more


def note(member: MemberId, context: Context) -> None:
    """Somebody is about to go: what that leaves undecided is looked at when they are gone."""
    theirs = grids.ids_of_worker(context.transaction, member)
    if theirs:
        context.announce(ABANDONED, grids=theirs)


def tell(effect: Effect, context: Context) -> None:
    """Tell every coordinator in one message of all that waits in those grids, where nobody is left."""
    abandoned = effect.result["grids"]
    assert isinstance(abandoned, list)
    pile = _together(
        [
            undecided_reports.left_in(context.transaction, GridId(str(id_)), morning.LISTED)
            for id_ in abandoned
        ]
    )
    if not pile.total:
        return
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR):
        morning.say_pile("reports/abandoned", pile, context.to_member(coordinator), context.now, context)


def _together(piles: list[Pile]) -> Pile:
    """Several piles as one."""
    oldest = sorted(
        (report for pile in piles for report in pile.first), key=lambda report: report.submitted_at
    )
    return Pile(sum(pile.total for pile in piles), oldest[: morning.LISTED])
