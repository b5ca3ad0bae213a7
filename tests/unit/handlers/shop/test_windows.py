"""When things can be chosen: days of the month by the clocks of the place, and the periods of limits."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.shop.windows import ALWAYS, Window, period_of, window_state
from storage.goods import Per
from storage.shop_windows import Days

ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def ms(text: str) -> int:
    return int(at(text).timestamp() * 1000)


def test_without_days_it_is_open_always() -> None:
    assert window_state(None, at("2026-11-25 12:00")) == ALWAYS


@pytest.mark.parametrize(
    ("days", "now", "is_open", "changes"),
    [
        (Days(1, 10), "2026-11-01 00:00", True, "2026-11-11 00:00"),
        (Days(1, 10), "2026-11-10 23:59", True, "2026-11-11 00:00"),
        (Days(1, 10), "2026-11-11 00:00", False, "2026-12-01 00:00"),
        (Days(1, 10), "2026-12-31 23:59", False, "2027-01-01 00:00"),
        (Days(10, 20), "2026-11-09 23:59", False, "2026-11-10 00:00"),
        (Days(20, 31), "2026-11-30 23:59", True, "2026-12-01 00:00"),
        (Days(31, 31), "2027-01-31 23:59", True, "2027-02-01 00:00"),
        (Days(31, 31), "2027-02-27 12:00", False, "2027-02-28 00:00"),  # the last day that the month has
    ],
)
def test_it_says_until_when_or_when_again(days: Days, now: str, is_open: bool, changes: str) -> None:
    assert window_state(days, at(now)) == Window(is_open, ms(changes))


@pytest.mark.parametrize(
    ("per", "now", "since", "until"),
    [
        (Per.MONTH, "2026-12-31 23:59", "2026-12-01", "2027-01-01"),
        (Per.QUARTER, "2026-11-30 12:00", "2026-10-01", "2027-01-01"),
        (Per.QUARTER, "2026-03-31 12:00", "2026-01-01", "2026-04-01"),
        (Per.QUARTER, "2026-04-01 00:00", "2026-04-01", "2026-07-01"),
    ],
)
def test_a_limit_counts_the_month_or_the_quarter(per: Per, now: str, since: str, until: str) -> None:
    period = period_of(per, at(now))
    assert (period.since, period.until) == (ms(since), ms(until))
