"""What a coordinator wants a rule of points to say from some day on, step by step. Pure rules.

A proposal travels in the data of buttons and in the subjects of questions, as ``cause:version:item:value:day``; the
version is the newest one that it was made for, so that two who change a rule at once do not overwrite each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from handlers.choices import choice
from handlers.dates import day_of
from handlers.points import amounts
from handlers.points.amounts import AmountFault
from storage.point_rules import Terms

NO_CAP = "none"
HIGHEST = 1000  # points of a cap; more a month than anybody can earn by riding about


class Item(StrEnum):
    """What can be changed. Each has its question and its words under ``rule_item.…``."""

    POINTS = "points"
    DAY = "day"  # the cap of a day
    MONTH = "month"


class ValueFault(StrEnum):
    """What is wrong with a value, besides what is wrong with any number. Words in ``points/wrong_rule_value``."""

    CAP_BELOW_POINTS = "cap_below_points"
    UNCHANGED = "unchanged"  # it says so already


OFFERED = {Item.POINTS: (0, 1, 2, 3, 5), Item.DAY: (1, 2, 5, 10), Item.MONTH: (10, 20, 30, 60)}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that is being put together. `value` is a number or NO_CAP; what is not said yet is None."""

    cause: str
    version: int
    item: Item
    value: str | None = None
    begins: date | None = None

    @property
    def data(self) -> str:
        """As a button or a question carries it."""
        said = (self.cause, str(self.version), self.item, self.value, self.begins and f"{self.begins:%Y%m%d}")
        return ":".join(part for part in said if part)


def read(parts: Sequence[str]) -> Proposal | None:
    """The proposal that a button carries; None for what no button of ours does."""
    cause, version, said_item, value, day = [*parts, "", "", "", "", ""][:5]
    item, begins = choice(Item, said_item), day_of(day)
    if item is None or not _is_number(version) or (value and not _is_offered(item, value)):
        return None
    if day and begins is None:
        return None
    return Proposal(cause, int(version), item, value or None, begins)


def read_value(text: str, item: Item) -> int | AmountFault:
    """The number that somebody types; none at all is paid for 0 points, but no cap is 0."""
    most = amounts.MOST if item is Item.POINTS else HIGHEST
    value = amounts.read_points(text, most)
    return 0 if value is AmountFault.ZERO and item is Item.POINTS else value


def changed(terms: Terms, proposal: Proposal) -> Terms | ValueFault:
    """The terms with the proposed value in them, if that changes them and they make sense together."""
    before, value = terms, None if proposal.value in (None, NO_CAP) else int(proposal.value or 0)
    match proposal.item:
        case Item.POINTS:
            terms = replace(terms, points=value)
        case Item.DAY:
            terms = replace(terms, cap_a_day=value)
        case Item.MONTH:
            terms = replace(terms, cap_a_month=value)
    if terms == before:
        return ValueFault.UNCHANGED
    caps = [cap for cap in (terms.cap_a_day, terms.cap_a_month) if cap is not None]
    return ValueFault.CAP_BELOW_POINTS if any(cap < (terms.points or 0) for cap in caps) else terms


def _is_offered(item: Item, value: str) -> bool:
    if value == NO_CAP:
        return item is not Item.POINTS
    return _is_number(value) and not isinstance(read_value(value, item), AmountFault)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6
