"""What a search is narrowed by: words or a number, a grid, a stage and a period. Pure rules."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.choices import choice
from handlers.registration.names import cleaned
from handlers.reports.lifecycle import IN_HAND, NOT_TAKEN_ON, OPEN
from storage import bigrams
from storage.casebook import Wanted
from storage.report_searches import Search
from storage.reports import ReportState

LONGEST_WORDS = 60  # characters; more narrow nothing that fewer would not
FEWEST_DIGITS = 3  # that are looked for at the end of a number
NUMBER = re.compile(r"(?:WH-?)?(?:(20[0-9]{2})-)?([0-9]{1,9})", re.IGNORECASE)


class Stage(StrEnum):
    """Groups of states, as coordinators ask for them. Each has words under ``stage.…`` in the labels."""

    ANY = "any"
    OPEN = "open"
    WAITING = "waiting"
    IN_HAND = "in_hand"
    TO_VERIFY = "to_verify"
    CLOSED = "closed"
    RETURNED = "returned"
    JOINED = "joined"


class Period(StrEnum):
    """Since when. Each has words under ``period.…`` in the labels."""

    EVER = "ever"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# None of them is all of them.
STATES: Mapping[Stage, tuple[ReportState, ...]] = {
    Stage.ANY: (),
    Stage.OPEN: OPEN,
    Stage.WAITING: NOT_TAKEN_ON,
    Stage.IN_HAND: IN_HAND,
    Stage.TO_VERIFY: (ReportState.FIXED,),
    Stage.CLOSED: (ReportState.CLOSED,),
    Stage.RETURNED: (ReportState.RETURNED,),
    Stage.JOINED: (ReportState.JOINED,),
}
DAYS = {Period.WEEK: 7, Period.MONTH: 30}


def typed(text: str) -> str:
    """What somebody looks for, on one line and not longer than makes sense."""
    return cleaned(text)[:LONGEST_WORDS].strip()


def can_be_found(words: str) -> bool:
    """Whether there is anything to look for in words."""
    return number_in(words) is not None or bool(bigrams.sought(words))


def wanted(search: Search, local: datetime) -> Wanted:
    """Which reports a search finds now; `local` is the time on the clocks here."""
    number = number_in(search.words)
    return Wanted(
        states=STATES[choice(Stage, search.stage) or Stage.ANY],
        pieces=() if number is not None else bigrams.sought(search.words),
        grid=search.grid,
        since=since(choice(Period, search.period) or Period.EVER, local),
        number=number,
    )


def number_in(words: str) -> str | None:
    """The number of a report, or the digits that it ends with; None when the words are something else.

    So few digits that any report might end with them are its whole number within the year.
    """
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if found is None:
        return None
    year, digits = found.groups()
    if year is not None:
        return f"WH-{year}-{digits:0>6}"
    return digits if len(digits) >= FEWEST_DIGITS else f"-{digits:0>6}"


def since(period: Period, local: datetime) -> int | None:
    """When a period began, in UTC ms; None for ever. Days count back from now, years from 1 January."""
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case Period.EVER:
            return None
        case Period.TODAY:
            begins = midnight
        case Period.WEEK | Period.MONTH:
            begins = local - timedelta(days=DAYS[period])
        case Period.YEAR:
            begins = midnight.replace(month=1, day=1)
    return int(begins.timestamp() * 1000)
