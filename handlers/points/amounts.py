"""What somebody types for an award: how many points, and what for. Pure rules."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from handlers.registration.names import cleaned

MOST = 100  # points by hand at once; more is a mistake of the thumb
OFFERED = (1, 2, 5, 10)  # points on buttons
SHORTEST_REASON, LONGEST_REASON = 2, 200  # characters

WHOLE = re.compile(r"[+-]?[0-9]+")
FRACTION = re.compile(r"[+-]?[0-9]*[.,/][0-9]+")


class AmountFault(StrEnum):
    """What is wrong with a number of points. Each has words in ``points/wrong_points``."""

    NO_NUMBER = "no_number"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_MANY = "too_many"


class ReasonFault(StrEnum):
    """What is wrong with a reason. Each has words in ``points/wrong_reason``."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


def read_points(text: str, most: int = MOST) -> int | AmountFault:
    """The points somebody means, `most` at once; full-width digits count as digits."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    if FRACTION.fullmatch(plain):
        return AmountFault.NOT_WHOLE
    if not WHOLE.fullmatch(plain):
        return AmountFault.NO_NUMBER
    digits = plain.lstrip("+-").lstrip("0")
    if not digits:
        return AmountFault.ZERO
    if plain.startswith("-"):
        return AmountFault.NEGATIVE
    if (
        len(digits) > len(str(most)) or int(digits) > most
    ):  # the length first: nobody converts a million digits
        return AmountFault.TOO_MANY
    return int(digits)


def read_reason(text: str) -> str | ReasonFault:
    """The reason on one line, without what cannot be seen."""
    reason = cleaned(text)
    if len(reason) < SHORTEST_REASON:
        return ReasonFault.TOO_SHORT
    return ReasonFault.TOO_LONG if len(reason) > LONGEST_REASON else reason
