"""Codes as people type them: one, or many copied from paper, each with a time if it has one. Pure rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.shop.codes import ALPHABET, LENGTH

LOOK_ALIKES = frozenset("0O1IL")  # in no code, so that nobody has to guess which one was meant
MOST_LINES = 15  # in one message; the answer to more would not fit into one
LONGEST_SHOWN = 12  # characters of what was typed, when it is no code
JOINED = re.compile(r"[\s\-_.,;:]+")
TIMED = re.compile(
    r"(?P<code>.*?)[\s,;]+(?:(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[\s,;]+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
)


class CodeFault(StrEnum):
    """Why something typed is no code, or its time none. Each has words under ``code_fault.…``."""

    LOOK_ALIKE = "look_alike"
    NO_CHARACTER = "no_character"
    WRONG_LENGTH = "wrong_length"
    NO_TIME = "no_time"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Typed:
    """A line: the code, or what is wrong with it, and when it was handed out (UTC ms) if that was said."""

    code: str | CodeFault
    shown: str
    handed_at: int | None = None


def read_code(text: str) -> str | CodeFault:
    """The code that somebody means, in capitals; spaces and strokes between its characters do not matter."""
    plain = JOINED.sub("", unicodedata.normalize("NFKC", text)).upper()
    if LOOK_ALIKES & set(plain) and len(plain) <= LENGTH:
        return CodeFault.LOOK_ALIKE
    if set(plain) - set(ALPHABET) - LOOK_ALIKES:
        return CodeFault.NO_CHARACTER
    return plain if len(plain) == LENGTH else CodeFault.WRONG_LENGTH


def read_lines(text: str, clock: datetime) -> Sequence[Typed]:
    """A code for each line that is not empty; a time is of today unless a month and a day stand before it."""
    lines = (unicodedata.normalize("NFKC", line).strip() for line in text.splitlines())
    return [_read_line(line, clock) for line in lines if line]


def _read_line(line: str, clock: datetime) -> Typed:
    timed = TIMED.fullmatch(line)
    words = line if timed is None else timed["code"]
    code = read_code(words)
    shown = words[:LONGEST_SHOWN] if isinstance(code, CodeFault) else code
    if timed is None or isinstance(code, CodeFault):
        return Typed(code, shown)
    at = _time(timed, clock)
    return Typed(at, shown) if isinstance(at, CodeFault) else Typed(code, shown, at)


def _time(timed: re.Match[str], clock: datetime) -> int | CodeFault:
    month, day = int(timed["month"] or clock.month), int(timed["day"] or clock.day)
    try:
        at = clock.replace(month=month, day=day, hour=int(timed["hour"]), minute=int(timed["minute"]))
    except ValueError:
        return CodeFault.NO_TIME
    if at > clock and timed["month"]:
        at = at.replace(year=clock.year - 1)  # entered in January
    return CodeFault.TO_COME if at > clock else int(at.replace(second=0, microsecond=0).timestamp() * 1000)
