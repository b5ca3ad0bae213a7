"""Reads when a training is to be: a date and a time of day, as people type them. A pure rule, without a clock.

Words of any language become marks such as ``<saturday>`` first; what is left is digits and signs, the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from messages.time_words import DAYS
from messages.times import MONTHS, WEEKDAYS

LONGEST_AHEAD = timedelta(days=366)
# A date without a year that was this long ago or less is a slip; longer ago, next year's is meant.
JUST_GONE = timedelta(days=31)

A_WEEKDAY, A_MONTH = (f"<(?P<{kind}>{{}})>" for kind in ("weekday", "month"))
ANY_MONTH = A_MONTH.format("|".join(MONTHS))
WEEKDAY = A_WEEKDAY.format("|".join(WEEKDAYS))
DAY = r"(?P<day>\d{1,2})\s*(?:<day>)?"
YEAR = r"(?P<year>\d{4})"

TIME = re.compile(
    r"(?:<(?P<half_day>morning|afternoon)>\s*)?(?P<hour>\d{1,2})\s*"
    r"(?::\s*(?P<minute>\d{2})|<hour>\s*(?:(?P<minutes>\d{1,2})\s*(?:<minute>)?|(?P<half><half>))?)?"
    r"\s*(?:<(?P<after>morning|afternoon)>)?$"
)
DATES = [
    re.compile(pattern)
    for pattern in (
        rf"{YEAR}\s*[-/.]\s*(?P<number>\d{{1,2}})\s*[-/.]\s*{DAY}",
        rf"(?P<number>\d{{1,2}})\s*[-/.]\s*{DAY}",
        rf"(?:{YEAR}\s*(?:<year>)?\s*)?{ANY_MONTH}\s*{DAY}",
        rf"{ANY_MONTH}\s*{DAY}\s*{YEAR}",
        rf"{DAY}\s*{ANY_MONTH}(?:\s*{YEAR})?",
    )
]
NEAR_DAY = re.compile(f"<(?P<near>{'|'.join(DAYS)})>")


class Problem(StrEnum):
    """Why a text is no time that a training can be at."""

    UNREADABLE = "unreadable"
    NO_DAY = "no_day"
    NO_HOUR = "no_hour"
    NO_SUCH_DAY = "no_such_day"  # the thirty-first of February
    OTHER_WEEKDAY = "other_weekday"
    PAST = "past"
    TOO_FAR = "too_far"


def read_when(text: str, now: datetime, vocabulary: Mapping[str, str]) -> datetime | Problem:
    """The time that somebody means, on the clocks of `now`, or what is wrong with it.

    A weekday alone is the next one; a date without a year the next one, unless it has just gone.
    """
    marked = _marked(text, vocabulary)
    found = TIME.search(marked)
    if found is None or not _names_an_hour(found):
        return _without_hour(_day_in(marked, now, now), now)
    hour, minute = _hour(found)
    if hour > 23 or minute > 59:
        return Problem.UNREADABLE
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    day = _day_in(marked[: found.start()], now, at)
    if day is None:
        return Problem.UNREADABLE if marked[: found.start()].strip(" ,") else Problem.NO_DAY
    return day if isinstance(day, Problem) else check(at.replace(day.year, day.month, day.day), now)


def read_day(text: str, now: datetime, vocabulary: Mapping[str, str]) -> date | Problem:
    """The day that somebody means, past ones too, or what is wrong with it."""
    return _day_in(_marked(text, vocabulary), now, now) or Problem.UNREADABLE


def check(time: datetime, now: datetime) -> datetime | Problem:
    """The time, if a training can be announced for it."""
    if time <= now:
        return Problem.PAST
    return Problem.TOO_FAR if time - now > LONGEST_AHEAD else time


def _without_hour(day: date | Problem | None, now: datetime) -> Problem:
    if day is None:
        return Problem.UNREADABLE
    return Problem.PAST if isinstance(day, date) and day < now.date() else Problem.NO_HOUR


def _marked(text: str, vocabulary: Mapping[str, str]) -> str:
    """Small letters, half-width digits and signs, and every known word as its mark."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    longest_first = sorted(vocabulary, key=len, reverse=True)
    words = re.compile("|".join(_whole(word) for word in longest_first))
    return words.sub(lambda found: f"<{vocabulary[found.group()]}>", plain)


def _whole(word: str) -> str:
    """Letters only as a whole word; where words are not divided, wherever it stands, but no number is cut."""
    begins = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else r"(?<!\d)" * word[0].isdigit()
    return begins + re.escape(word) + (r"(?![a-z])" if word.isascii() else "")


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


def _day_in(marked: str, now: datetime, at: datetime) -> date | Problem | None:
    """The day that is named; None when there is none. `at` has the time of day, to know which weekday is the next."""
    weekday = re.search(WEEKDAY, marked)
    rest = re.sub(WEEKDAY, " ", marked).strip(" ,()")
    named = None if weekday is None else WEEKDAYS.index(weekday["weekday"])
    if not rest:
        return None if named is None else _next(named, now, at)
    day = _near_day(rest, now) or _date(rest, now)
    if isinstance(day, date) and named is not None and day.weekday() != named:
        return Problem.OTHER_WEEKDAY
    return day


def _near_day(rest: str, now: datetime) -> date | None:
    found = NEAR_DAY.fullmatch(rest)
    return None if found is None else now.date() + timedelta(days=DAYS[found["near"]])


def _next(weekday: int, now: datetime, at: datetime) -> date:
    ahead = (weekday - now.weekday()) % 7
    return now.date() + timedelta(days=7 if ahead == 0 and at <= now else ahead)


def _date(rest: str, now: datetime) -> date | Problem | None:
    found = next((match for pattern in DATES if (match := pattern.fullmatch(rest))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month = int(parts["number"]) if parts.get("number") else MONTHS.index(parts["month"]) + 1
    day, year = int(parts["day"]), parts.get("year")
    if year is not None:
        return _existing(int(year), month, day) or Problem.NO_SUCH_DAY
    this_year = _existing(now.year, month, day)
    if this_year is not None and this_year >= (now - JUST_GONE).date():
        return this_year
    return _existing(now.year + 1, month, day) or Problem.NO_SUCH_DAY


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
