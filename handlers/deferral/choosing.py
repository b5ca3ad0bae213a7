"""*Defer*: the card's buttons become why, then until when; a day can be typed as well."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from handlers import fallback
from handlers.choices import choice
from handlers.context import Context
from handlers.events import Press
from handlers.reports import cards, steps
from handlers.reports.buttons import data
from handlers.reports.lifecycle import ReportAction
from messages.keyboards import Button, Keyboard
from storage.reports import DeferReason, Report

PER_ROW = 2
GOES_ON_AT = time(9)  # o'clock, when work has begun


class Until(StrEnum):
    """For how long, as a button says it; `OTHER` is typed."""

    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    OTHER = "other"


DAYS = {
    Until.TOMORROW: 1,
    Until.THREE_DAYS: 3,
    Until.WEEK: 7,
    Until.TWO_WEEKS: 14,
    Until.MONTH: 30,
}


def ask_why(press: Press, context: Context) -> None:
    """*Defer*: for which reason."""
    permitted = steps.read(press, ReportAction.DEFER, context)
    if permitted is not None:
        report = permitted[0].report
        cards.change_buttons(press, report, _reasons(report), context)


def ask_until(press: Press, context: Context) -> None:
    """A reason is chosen: until when."""
    permitted = steps.read(press, ReportAction.DEFER, context)
    if permitted is None:
        return
    report, reason = permitted[0].report, choice(DeferReason, permitted[0].choice)
    if reason is None:
        fallback.unknown_button(press, context)
    else:
        cards.change_buttons(press, report, _times(report, reason), context)


def day_of(until: Until, now: datetime) -> date:
    """The day that a button means. Raises KeyError for the one that is typed."""
    return (now + timedelta(days=DAYS[until])).date()


def goes_on_at(day: date, now: datetime) -> int:
    """When on that day it goes on (UTC ms), on the clocks of `now`."""
    return int(datetime.combine(day, GOES_ON_AT, now.tzinfo).timestamp() * 1000)


def _reasons(report: Report) -> Keyboard:
    offered = [Button(f"defer_reason.{reason}", data("defer_for", report, reason)) for reason in DeferReason]
    return [*_in_rows(offered), [Button("menu.back", data("decide", report))]]


def _times(report: Report, reason: DeferReason) -> Keyboard:
    offered = [Button(f"deferral.{until}", data("defer_until", report, reason, until)) for until in Until]
    return [*_in_rows(offered), [Button("menu.back", data("defer", report))]]


def _in_rows(offered: list[Button]) -> list[list[Button]]:
    return [offered[start : start + PER_ROW] for start in range(0, len(offered), PER_ROW)]
