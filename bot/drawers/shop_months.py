"""Twelve months of the shop as bars: points that were issued, spent and expired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About
from handlers.points import periods
from messages import times
from messages.catalogue import Language, label
from messages.pictures import chart
from messages.pictures.chart import Chart, Series
from messages.pictures.picture import Picture
from storage import shop_figures
from storage.database import Transaction

MONTHS = 12
SHOWN = ("issued", "redeemed", "expired")


def shop_months(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"month": "202609"}``: the year that ends with that month."""
    language, zone = Language(str(about["language"])), ZoneInfo(str(about["timezone"]))
    month = str(about["month"])
    clocks = [datetime(int(month[:4]), int(month[4:]), 1, tzinfo=zone)]
    while len(clocks) < MONTHS:
        clocks.insert(0, (clocks[0] - timedelta(days=1)).replace(day=1))
    figures = [_of_month(transaction, clock) for clock in clocks]
    shown = Chart(
        language=language,
        title=label(language, "shop_chart.title"),
        unit=label(language, "shop_chart.unit"),
        labels=tuple(label(language, f"month.{times.MONTHS[clock.month - 1]}") for clock in clocks),
        series=tuple(
            Series(label(language, f"shop_chart.{name}"), tuple(getattr(one, name) for one in figures))
            for name in SHOWN
        ),
    )
    return partial(chart.chart, shown)


def _of_month(transaction: Transaction, clock: datetime) -> shop_figures.Month:
    period = periods.month_of(clock)
    return shop_figures.of_month(transaction, period.since, period.until)
