"""What a coordinator is offered to choose from, so that most trainings are put together without typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from handlers.dates import day_of
from messages import times
from messages.catalogue import Language

DAYS_OFFERED = 8
TIMES_OFFERED = (time(9), time(10), time(14), time(15), time(16), time(19, 30))  # beside the meal rushes
PLACES = (10, 20, 30)
POINTS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a button says and what it carries."""

    text: str
    data: tuple[str, ...]


def days(now: datetime, language: Language) -> Sequence[Offer]:
    """The next days, from tomorrow on."""
    ahead = [now + timedelta(days=number) for number in range(1, DAYS_OFFERED + 1)]
    return [Offer(times.day(language, day), (f"{day:%Y%m%d}",)) for day in ahead]


def example(now: datetime, language: Language) -> str:
    """How a time may be typed."""
    return times.moment(language, (now + timedelta(days=3)).replace(hour=14, minute=0))


def hours_of(day: str, now: datetime) -> Sequence[Offer]:
    """The times of a day that are still to come; empty when the button's day is none."""
    chosen = day_of(day)
    if chosen is None:
        return []
    all_day = [datetime.combine(chosen, offered, now.tzinfo) for offered in TIMES_OFFERED]
    return [
        Offer(times.clock_time(at), (f"{at:%Y%m%d}", f"{at:%H%M}"))
        for at in all_day
        if at > now and at.date() <= (now + timedelta(days=DAYS_OFFERED + 1)).date()
    ]


def read_time(day: str, hour: str, now: datetime) -> datetime | None:
    """The time that a button stands for, if it is one that is offered now."""
    offered = next((offer for offer in hours_of(day, now) if offer.data == (day, hour)), None)
    if offered is None:
        return None
    chosen = day_of(day)
    assert chosen is not None  # else it would not be offered
    return datetime.combine(chosen, time(int(hour[:2]), int(hour[2:])), now.tzinfo)
