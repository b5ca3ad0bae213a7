"""What leads to making invitations, and to what becomes of unused ones."""

from __future__ import annotations

from handlers.invitations import expiry, making
from handlers.leading import privately
from handlers.route import COORDINATORS, CommandRoute, PressRoute, Route, TickRoute

ROUTES: tuple[Route, ...] = (
    CommandRoute("invite", privately(making.begin), who=COORDINATORS),
    PressRoute("invite", making.begin, who=COORDINATORS, bare=True),
    PressRoute("invite_role", making.choose_role, who=COORDINATORS),
    PressRoute("invite_station", making.choose_station, who=COORDINATORS),
    PressRoute("invite_grid", making.choose_grid, who=COORDINATORS),
    PressRoute("invite_page", making.turn_page, who=COORDINATORS),
    PressRoute("invite_finish", making.finish, who=COORDINATORS),
    TickRoute("unused invitations", expiry.look_after),
)
