"""What somebody was paid, month by month, as it is read for the chart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About, member_of
from handlers.points import periods
from messages.catalogue import Language, label
from messages.pictures import chart as sheet
from messages.pictures.picture import Picture
from messages.times import MONTHS
from storage import points_history
from storage.database import Transaction
from storage.point_rules import CreditClass

SHOWN = 12  # months, with the one that has just begun


def points_by_month(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"member": 7, "now": …}`` (UTC ms). Raises documents.Erased when they are gone."""
    member = member_of(transaction, about)
    language, zone = Language(str(about["language"])), ZoneInfo(str(about["timezone"]))
    now = datetime.fromtimestamp(int(str(about["now"])) / 1000, zone)
    months = periods.last_months(now, SHOWN)
    gains = points_history.gains(transaction, member.id, months[0].since)
    series = [
        sheet.Series(
            label(language, f"credit_class.{credit_class}"),
            tuple(
                sum(
                    gain.points
                    for gain in gains
                    if gain.credit_class is credit_class and month.holds(gain.recorded_at)
                )
                for month in months
            ),
        )
        for credit_class in CreditClass
        if credit_class is CreditClass.EARNED or any(gain.credit_class is credit_class for gain in gains)
    ]
    shown = sheet.Chart(
        language=language,
        title=label(language, "picture.points_by_month"),
        unit=label(language, "picture.in_points"),
        labels=tuple(_month(month.since, language, zone) for month in months),
        series=tuple(series),
    )
    return partial(sheet.chart, shown)


def _month(since: int, language: Language, zone: ZoneInfo) -> str:
    return label(language, f"month.{MONTHS[datetime.fromtimestamp(since / 1000, zone).month - 1]}")
