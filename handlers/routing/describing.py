"""A rule in words: what it is about, and whom it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from messages import catalogue
from messages.catalogue import Language
from messages.times import WEEKDAYS
from storage import grids, members
from storage.database import Transaction
from storage.routing_rules import Conditions, Hours, Rule

HOUR = 60  # minutes


def conditions(wanted: Conditions, language: Language, transaction: Transaction) -> str:
    """Such as ``💧 Leak · west grid · Fri · 18:00-06:00``; that it is about everything, when nothing limits it."""
    between = catalogue.label(language, "route.and")
    parts = [between.join(part) for part in _parts(wanted, language, transaction) if part]
    return " · ".join(parts) or catalogue.label(language, "route.everything")


def target(rule: Rule, language: Language, transaction: Transaction) -> str:
    """The name of its person; the grid whose group it is, else the group's number; nobody, once they are erased."""
    if rule.member_id is not None:
        return members.get(transaction, rule.member_id).name
    if rule.chat_id is None:
        return catalogue.label(language, "route.nobody")
    return group(rule.chat_id, language, transaction)


def group(chat_id: int, language: Language, transaction: Transaction) -> str:
    """What to call a group: after its grid, else by its number."""
    own = [grid for grid in grids.all_grids(transaction) if grid.group_chat_id == chat_id]
    if own:
        return catalogue.label(language, "route.group_of", {"grid": own[0].name(language)})
    return catalogue.label(language, "route.group", {"number": chat_id})


def _parts(wanted: Conditions, language: Language, transaction: Transaction) -> Iterator[list[str]]:
    yield [catalogue.label(language, f"category.{category}") for category in sorted(wanted.categories)]
    yield [grids.get(transaction, id_).name(language) for id_ in sorted(wanted.grids)]
    yield [catalogue.label(language, f"weekday.{WEEKDAYS[day - 1]}") for day in sorted(wanted.weekdays)]
    yield [] if wanted.hours is None else [_span(wanted.hours)]


def _span(hours: Hours) -> str:
    return f"{_clock(hours.begins)}–{_clock(hours.ends)}"


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"
