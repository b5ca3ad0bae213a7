"""What leads to warnings of dangers."""

from __future__ import annotations

from handlers.hazards import relaying, wishes
from handlers.reports import steps
from handlers.route import EffectRoute, PressRoute, Route
from storage.members import Role

COURIERS = frozenset({Role.COURIER})

ROUTES: tuple[Route, ...] = (
    PressRoute("hazards", wishes.show, COURIERS),
    PressRoute("warn_me", wishes.choose, COURIERS),
    PressRoute("ride_in", wishes.choose_grid, COURIERS),
    EffectRoute(steps.DANGER_MOVED, relaying.follow),
    EffectRoute(relaying.WARN, relaying.warn_next),
    EffectRoute(relaying.TELL_OVER, relaying.tell_over_next),
    EffectRoute(relaying.TELL_BACK, relaying.tell_back_next),
)
