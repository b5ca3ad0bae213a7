"""What leads to the shop: looking at it, choosing something, and what lies there for somebody."""

from __future__ import annotations

from handlers.leading import privately
from handlers.route import CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from handlers.shop import browsing, lapsing, pickups, redeeming
from handlers.training.admission import of_the_team

ROUTES: tuple[Route, ...] = (
    CommandRoute("shop", privately(of_the_team(browsing.show))),
    PressRoute("shop", of_the_team(browsing.show)),
    PressRoute("shop_item", of_the_team(browsing.show_card)),
    PressRoute("shop_ask", of_the_team(redeeming.ask)),
    PressRoute("shop_take", of_the_team(redeeming.take)),
    # What lies there is theirs, whatever has become of them meanwhile.
    PressRoute("shop_mine", pickups.show_list, bare=True),
    PressRoute("shop_code", pickups.show_code),
    PressRoute("shop_drop", pickups.ask_whether),
    PressRoute("shop_cancel", pickups.cancel),
    EffectRoute(lapsing.MORE, lapsing.look),
    TickRoute("pickups", lapsing.look),
)
