"""Grid workers who want to see ordinary reports all at once: these get no card before the morning's list offers it."""

from __future__ import annotations

from handlers.context import Context
from handlers.reports.routing import Destination
from storage import preferences
from storage.members import Member, Role
from storage.reports import Report


def who_waits(report: Report, destination: Destination, context: Context) -> list[Member]:
    """Those of a destination who see the report in the morning. A danger waits for nobody."""
    if report.is_urgent:
        return []
    return [
        receiver
        for receiver in destination.receivers
        if Role.GRID_WORKER in receiver.roles and preferences.of(context.transaction, receiver.id).collects
    ]
