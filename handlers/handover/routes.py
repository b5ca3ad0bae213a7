"""What leads to handing a report over. `lifecycle.decide` says who may, with the report in hand."""

from __future__ import annotations

from handlers.handover import choosing, passing
from handlers.route import PressRoute, Route

ROUTES: tuple[Route, ...] = (
    PressRoute("hand_over", choosing.ask_whom, in_groups=True),
    PressRoute("hand_to", choosing.ask_why, in_groups=True),
    PressRoute("hand_why", passing.hand_over, in_groups=True),
)
