"""What leads to one's own reports. Everybody may look at theirs, also when they are no courier any more."""

from __future__ import annotations

from handlers.leading import privately
from handlers.my_reports import listing
from handlers.route import CommandRoute, PressRoute, Route

ROUTES: tuple[Route, ...] = (
    CommandRoute("reports", privately(listing.show)),
    PressRoute(listing.PREFIX, listing.press),
)
