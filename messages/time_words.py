"""The words that times are written with, in every language at once: whoever types one may mix them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from messages.catalogue import Language, label
from messages.times import MONTHS, WEEKDAYS

DAYS = {"day_before": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "day_after": 2}  # counted from today
MARKS = ("year", "day", "hour", "half", "minute", "morning", "afternoon")


@cache
def vocabulary() -> Mapping[str, str]:
    """Every word, in small letters, and what it stands for: a name of `DAYS`, `MARKS`, `WEEKDAYS` or `MONTHS`."""
    words = {word: key for key in (*DAYS, *MARKS, *WEEKDAYS, *MONTHS) for word in _typed(key)}
    for language in Language:
        words |= {label(language, f"weekday.{key}").lower(): key for key in WEEKDAYS}
        words |= {label(language, f"month.{key}").lower(): key for key in MONTHS}
    return words


def _typed(key: str) -> list[str]:
    return [word for language in Language for word in label(language, f"when.{key}").lower().split()]
