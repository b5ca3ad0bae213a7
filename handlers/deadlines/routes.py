"""What leads to deadlines: the clock. They are set where a report takes a step, in `handlers.reports.steps`."""

from __future__ import annotations

from handlers.deadlines import overdue, weekly
from handlers.route import Route, TickRoute

ROUTES: tuple[Route, ...] = (
    TickRoute("overdue reports", overdue.look),
    TickRoute(weekly.WEEKLY, weekly.tell),
)
