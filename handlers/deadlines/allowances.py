"""How long a report may take: what the bot comes with, as a table, unless an import has said otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.context import Context
from handlers.deadlines.working_time import Calendar
from handlers.reports.kinds import is_danger
from storage import deadlines, working_times
from storage.deadlines import Allowance
from storage.reports import Category

HOUR = 60  # minutes
WORKDAY = 7 * HOUR  # of the working hours that the bot comes with

# Around the clock: cordoned in three hours, as elsewhere a burst pipe is.
DANGER = Allowance(accept=15, fix=3 * HOUR)
# In working time, as everything below: looked at within two days, done within a week.
USUAL = Allowance(accept=2 * WORKDAY, fix=5 * WORKDAY)

OTHERWISE: Mapping[Category, Allowance] = {
    Category.LEAK: Allowance(accept=2 * HOUR, fix=8 * HOUR),
    Category.MANHOLE: Allowance(accept=2 * HOUR, fix=8 * HOUR),  # somebody rides into it after dark
    Category.FIRE_LANE: Allowance(accept=4 * HOUR, fix=2 * WORKDAY),
    Category.LITTER: Allowance(accept=WORKDAY, fix=2 * WORKDAY),
}


def of(category: Category, context: Context) -> Allowance:
    """How long reports of a category may take."""
    usual = DANGER if is_danger(category) else OTHERWISE.get(category, USUAL)
    return deadlines.of(context.transaction, category) or usual


def calendar_of(category: Category, context: Context) -> Calendar | None:
    """When people work on it; None: around the clock, for a danger does not wait for the morning."""
    if is_danger(category):
        return None
    return Calendar(working_times.read(context.transaction), context.surroundings.timezone)
