"""The week begins: coordinators hear what is open and what is late in each grid, in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.context import Context
from handlers.deadlines import setting, wording
from handlers.events import Tick
from handlers.reports import buttons
from messages import catalogue
from messages.catalogue import Language
from storage import daily_notices, grids, members, report_deadlines, verdicts
from storage.held_reports import Held
from storage.members import Member, Role
from storage.report_deadlines import GridFigures

BEGINS, ENDS = 8, 12  # o'clock
LAST_DAY = 2  # of the week, on which what was missed on Monday is told still
WEEKLY = "weekly figures"  # the tick, and the notice of which each gets one a week
GRIDS_LISTED = 15  # those with the most that is late; more do not fit on a screen
REPORTS_LISTED = 6
WEEK = 7 * 24 * 3600 * 1000  # ms


@dataclass(frozen=True, slots=True)
class Row:
    """A grid's figures."""

    grid: str | None
    open: int
    late: int
    three_times: int


@dataclass(frozen=True, slots=True)
class Line:
    """One report that is late."""

    number: str
    category: str
    late: str


@dataclass(frozen=True, slots=True)
class Week:
    """All of it, and the grids one by one; `others` counts those that are left out.

    `looked` is how many said last week whether something is fixed, `satisfied` how many had nothing to object to.
    """

    open: int
    late: int
    three_times: int
    rows: Sequence[Row]
    others: int
    latest: Sequence[Line]
    looked: int = 0
    satisfied: int = 0


def tell(_tick: Tick, context: Context) -> None:
    """Tell every coordinator, once a week; nobody when nothing is open."""
    if context.local_time.isoweekday() > LAST_DAY or not BEGINS <= context.local_time.hour < ENDS:
        return
    figures = report_deadlines.figures(context.transaction, context.now)
    latest = report_deadlines.latest(context.transaction, context.now, REPORTS_LISTED)
    year, week, _ = context.local_time.isocalendar()
    for coordinator in members.with_role(context.transaction, Role.COORDINATOR) if figures else ():
        whom, period = str(coordinator.id), f"{year}-W{week:02}"
        if daily_notices.claim(context.transaction, WEEKLY, whom, period, context.now):
            _tell(coordinator, figures, latest, context)


def _tell(
    coordinator: Member, figures: Sequence[GridFigures], latest: Sequence[Held], context: Context
) -> None:
    to = context.to_member(coordinator)
    said = verdicts.satisfaction(context.transaction, context.now - WEEK, context.now)
    week = Week(
        open=sum(one.open for one in figures),
        late=sum(one.late for one in figures),
        three_times=sum(one.three_times for one in figures),
        rows=[_row(one, to.language, context) for one in figures[:GRIDS_LISTED]],
        others=max(len(figures) - GRIDS_LISTED, 0),
        latest=[_line(report, to.language, context) for report in latest],
        looked=sum(one.verdicts for one in said),
        satisfied=sum(one.satisfied for one in said),
    )
    not_before = context.quiet_of(coordinator).next_readable(context.now)
    keyboard = buttons.cards(latest)
    context.say("deadlines/weekly", to=to, not_before=not_before, buttons=keyboard, week=week)


def _row(figures: GridFigures, language: Language, context: Context) -> Row:
    grid = None if figures.grid_id is None else grids.get(context.transaction, figures.grid_id)
    name = None if grid is None else grid.name(language)
    return Row(name, figures.open, figures.late, figures.three_times)


def _line(report: Held, language: Language, context: Context) -> Line:
    due = setting.next_due(report)
    assert due is not None  # what is late has been due
    category = catalogue.label(language, f"category.{report.category}")
    return Line(report.number, category, wording.late(due[1], language, context))
