"""How long it takes until reports are accepted, and until accepted ones are closed, month by month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.documents import About
from messages.catalogue import Language, label
from messages.pictures import chart as sheet
from messages.pictures.picture import Picture
from messages.times import DAY, HOUR, MONTHS
from storage import report_figures
from storage.database import Transaction
from storage.report_figures import Spread, Took

SHOWN = 12  # months, with the one that has just begun

Month = tuple[int, int]  # year, month


def acceptance_times(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"now": …}`` (UTC ms): from submission to acceptance, in hours, by the month of the acceptance."""
    months, since = _months(about)
    took = report_figures.acceptances(transaction, since)
    return partial(sheet.chart, _chart("acceptance_times", "in_hours", took, HOUR, months, about))


def closing_times(transaction: Transaction, about: About) -> Callable[[], Picture]:
    """``{"now": …}`` (UTC ms): from acceptance to the end, in days, by the month of the end."""
    months, since = _months(about)
    took = report_figures.closings(transaction, since)
    return partial(sheet.chart, _chart("closing_times", "in_days", took, DAY, months, about))


def _chart(
    title: str, unit: str, took: Iterable[Took], unit_ms: int, months: Sequence[Month], about: About
) -> sheet.Chart:
    language = Language(str(about["language"]))
    by_month: dict[Month, list[int]] = {month: [] for month in months}
    for one in took:
        by_month.setdefault(_month(one.at, _zone(about)), []).append(one.duration)
    spreads = [report_figures.spread_of(by_month[month]) for month in months]
    return sheet.Chart(
        language=language,
        title=label(language, f"picture.{title}"),
        unit=label(language, f"picture.{unit}"),
        labels=tuple(label(language, f"month.{MONTHS[month - 1]}") for _, month in months),
        series=(
            sheet.Series(
                label(language, "picture.median"), _values(spreads, lambda one: one.median, unit_ms)
            ),
            sheet.Series(
                label(language, "picture.nine_of_ten"), _values(spreads, lambda one: one.nine_of_ten, unit_ms)
            ),
        ),
        kind=sheet.Kind.LINES,
    )


def _values(
    spreads: Iterable[Spread | None], value: Callable[[Spread], int], unit_ms: int
) -> tuple[float | None, ...]:
    return tuple(None if spread is None else round(value(spread) / unit_ms, 1) for spread in spreads)


def _months(about: About) -> tuple[Sequence[Month], int]:
    """The last months, the oldest first, and when the first of them began (UTC ms)."""
    year, month = _month(int(str(about["now"])), _zone(about))
    counted = [year * 12 + month - 1 - back for back in reversed(range(SHOWN))]
    months = [(count // 12, count % 12 + 1) for count in counted]
    began = datetime(*months[0], 1, tzinfo=_zone(about))
    return months, int(began.timestamp() * 1000)


def _month(time: int, zone: ZoneInfo) -> Month:
    local = datetime.fromtimestamp(time / 1000, zone)
    return local.year, local.month


def _zone(about: About) -> ZoneInfo:
    return ZoneInfo(str(about["timezone"]))
