"""What leads to the desk."""

from __future__ import annotations

from handlers.desk import mine
from handlers.leading import privately
from handlers.route import CommandRoute, PressRoute, Route
from storage.members import Role

ANSWERING = frozenset({Role.GRID_WORKER, Role.COORDINATOR})

ROUTES: tuple[Route, ...] = (
    CommandRoute("mine", privately(mine.show), who=ANSWERING),
    PressRoute("mine", mine.show, who=ANSWERING),
)
