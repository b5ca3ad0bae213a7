"""Pictures that are drawn only when they are sent: a row names one and what it is about, and keeps no copy of it.

What a picture shows is read on the read-only connection; the drawing itself knows no database and runs off the loop.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.documents import About
from bot.drawers.before_after import before_after
from bot.drawers.grid_map import grid_map
from bot.drawers.impact_card import impact_card
from bot.drawers.pickup_card import pickup_card
from bot.drawers.points_by_month import points_by_month
from bot.drawers.report_times import acceptance_times, closing_times
from bot.drawers.shop_months import shop_months
from messages.pictures.picture import Picture
from storage.database import Transaction

Drawing = Callable[[], Picture]  # holds all that it needs; runs in a thread

DRAWERS: Mapping[str, Callable[[Transaction, About], Drawing]] = {
    "before_after": before_after,
    "points_by_month": points_by_month,
    "pickup_card": pickup_card,
    "shop_months": shop_months,
    "grid_map": grid_map,
    "impact_card": impact_card,
    "acceptance_times": acceptance_times,
    "closing_times": closing_times,
}


def prepare(transaction: Transaction, named: About) -> Drawing:
    """Read what a row wants drawn, such as ``{"drawn": "before_after", "report": 7, "language": "zh"}``.

    Raises documents.Erased when what it is about is gone, and KeyError for a name that nothing draws.
    """
    return DRAWERS[str(named["drawn"])](transaction, named)
