"""Reads when a training is to be: a date and a time of day, as people type them. A pure rule, without a clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from handlers.dates import LONGEST_AHEAD, TIME, Problem, day_in, marked


def read_when(text: str, now: datetime, vocabulary: Mapping[str, str]) -> datetime | Problem:
    """The time that somebody means, on the clocks of `now`, or what is wrong with it.

    A weekday alone is the next one; a date without a year the next one, unless it has just gone.
    """
    words = marked(text, vocabulary)
    found = TIME.search(words)
    if found is None or not _names_an_hour(found):
        return _without_hour(day_in(words, now, now), now)
    hour, minute = _hour(found)
    if hour > 23 or minute > 59:
        return Problem.UNREADABLE
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    day = day_in(words[: found.start()], now, at)
    if day is None:
        return Problem.UNREADABLE if words[: found.start()].strip(" ,") else Problem.NO_DAY
    return day if isinstance(day, Problem) else check(at.replace(day.year, day.month, day.day), now)


def check(time: datetime, now: datetime) -> datetime | Problem:
    """The time, if a training can be announced for it."""
    if time <= now:
        return Problem.PAST
    return Problem.TOO_FAR if time - now > LONGEST_AHEAD else time


def _without_hour(day: date | Problem | None, now: datetime) -> Problem:
    if day is None:
        return Problem.UNREADABLE
    return Problem.PAST if isinstance(day, date) and day < now.date() else Problem.NO_HOUR


def _names_an_hour(found: re.Match[str]) -> bool:
    """A bare number is none: it may be a day."""
    marks = ("<hour>", ":")
    return any(mark in found.group() for mark in marks) or bool(found["half_day"] or found["after"])


def _hour(found: re.Match[str]) -> tuple[int, int]:
    hour = int(found["hour"])
    minute = 30 if found["half"] else int(found["minute"] or found["minutes"] or 0)
    half_day = found["half_day"] or found["after"]
    if half_day == "afternoon" and hour < 12:
        hour += 12
    elif half_day == "morning" and hour == 12:
        hour = 0
    return hour, minute
