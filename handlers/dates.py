"""Reads days as people type them. A pure rule, without a clock.

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
    """Why a text is no day or time that can be meant."""

    UNREADABLE = "unreadable"
    NO_DAY = "no_day"
    NO_HOUR = "no_hour"
    NO_SUCH_DAY = "no_such_day"  # the thirty-first of February
    OTHER_WEEKDAY = "other_weekday"
    PAST = "past"
    TOO_FAR = "too_far"


def read_day(text: str, now: datetime, vocabulary: Mapping[str, str]) -> date | Problem:
    """The day that somebody means, today at the earliest, or what is wrong with it; a time of day is let pass.

    A weekday alone is the next one; a date without a year the next one, unless it has just gone.
    """
    words = marked(text, vocabulary)
    time = TIME.search(words)
    day = day_in(words, now, now) or (None if time is None else day_in(words[: time.start()], now, now))
    if day is None:
        return Problem.UNREADABLE
    if isinstance(day, Problem):
        return day
    if day < now.date():
        return Problem.PAST
    return Problem.TOO_FAR if day - now.date() > LONGEST_AHEAD else day


def day_of(data: str) -> date | None:
    """The day in a button's data, such as ``20261128``; None for anything else that somebody may have made up."""
    if not (data.isascii() and data.isdigit() and len(data) == 8):
        return None
    try:
        return date(int(data[:4]), int(data[4:6]), int(data[6:]))
    except ValueError:
        return None


def marked(text: str, vocabulary: Mapping[str, str]) -> str:
    """Small letters, half-width digits and signs, and every known word as its mark."""
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    longest_first = sorted(vocabulary, key=len, reverse=True)
    words = re.compile("|".join(_whole(word) for word in longest_first))
    return words.sub(lambda found: f"<{vocabulary[found.group()]}>", plain)


def _whole(word: str) -> str:
    """Letters only as a whole word; where words are not divided, wherever it stands, but no number is cut."""
    begins = r"(?<![a-z])" if word[0].isascii() and word[0].isalpha() else r"(?<!\d)" * word[0].isdigit()
    return begins + re.escape(word) + (r"(?![a-z])" if word.isascii() else "")


def day_in(marked: str, now: datetime, at: datetime) -> date | Problem | None:
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
