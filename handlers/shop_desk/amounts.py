"""Numbers, limits and days as coordinators type them in the shop. Pure rules."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum

from handlers.dates import Problem, day_in, marked
from handlers.points import periods
from handlers.points.amounts import FRACTION, WHOLE
from messages import catalogue, time_words
from messages.catalogue import Language
from storage.goods import Limit, Per

MOST_PRICE = 9_999  # points for one
MOST_PIECES = 99_999  # of one donation, or counted
MOST_LIMIT = 99
OFFERED_LIMITS = (Limit(1, Per.MONTH), Limit(2, Per.MONTH), Limit(1, Per.QUARTER), Limit(2, Per.QUARTER))
LONGEST_NAME, LONGEST_DONOR = 40, 60  # characters, as in a file; they stand on buttons
LONGEST_AHEAD = timedelta(days=3660)  # what keeps for longer than ten years is rather a slip
SPACES = re.compile(r"\s+")


class NumberFault(StrEnum):
    """What is wrong with a number. Each has words in ``shop_desk/wrong_number``."""

    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_MANY = "too_many"


def read_number(text: str, most: int, least: int = 1) -> int | NumberFault:
    """A whole number from `least` (1 or 0) to `most`; full-width digits count as digits."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    if FRACTION.fullmatch(plain):
        return NumberFault.NOT_WHOLE
    if not WHOLE.fullmatch(plain):
        return NumberFault.NO_NUMBER
    digits = plain.lstrip("+-").lstrip("0")
    if not digits:
        return NumberFault.ZERO if least else 0
    if plain.startswith("-"):
        return NumberFault.NEGATIVE
    if (
        len(digits) > len(str(most)) or int(digits) > most
    ):  # the length first: nobody converts a million digits
        return NumberFault.TOO_MANY
    return int(digits)


def read_best_before(text: str, clock: datetime) -> int | Problem:
    """When what is best before a typed day is no longer offered (UTC ms): once that day is over."""
    day = day_in(marked(text, time_words.vocabulary()), clock, clock) or Problem.UNREADABLE
    if isinstance(day, Problem):
        return day
    if day < clock.date():
        return Problem.PAST
    return Problem.TOO_FAR if day - clock.date() > LONGEST_AHEAD else end_of(day, clock)


def end_of(day: date, clock: datetime) -> int:
    """When a day is over, on that clock (UTC ms)."""
    return periods.day_of(clock.replace(year=day.year, month=day.month, day=day.day)).until


def one_line(text: str) -> str:
    """Words without line breaks and doubled spaces, and without what cannot be seen."""
    seen = "".join(character for character in text if character.isprintable() or character.isspace())
    return SPACES.sub(" ", seen).strip()


def limit_in_words(limit: Limit | None, language: Language) -> str:
    """How many one person may have."""
    if limit is None:
        return catalogue.label(language, "shop_desk.no_limit")
    return catalogue.label(language, f"shop_desk.limit_{limit.per}", {"most": limit.most})
