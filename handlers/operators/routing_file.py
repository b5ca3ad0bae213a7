"""What is wrong with a file of routing rules, and what it means when nothing is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from handlers.choices import choice
from handlers.operators.faults import Fault
from handlers.operators.people import known_user
from handlers.registration.names import cleaned
from messages.catalogue import Language
from messages.times import WEEKDAYS
from storage import grids
from storage.database import Transaction
from storage.grids import GridId
from storage.members import Role
from storage.reports import Category
from storage.routing_rules import Conditions, Hours, Wanted

LONGEST_NAME = 40  # characters; it stands on cards
MOST_RULES = 200  # each is looked at for every report
PROPERTIES = (
    "name",
    "categories",
    "grids",
    "weekdays",
    "hours",
    "person",
    "group",
    "group_language",
)
DAYS = {written: day for day, name in enumerate(WEEKDAYS, start=1) for written in (name, name[:3])}
WHOLE_DAY = 24 * 60  # minutes
HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]|24):([0-5]\d)")


def faults_of(entries: object, transaction: Transaction) -> Iterator[Fault]:
    """Everything that is wrong with a list of rules."""
    if not isinstance(entries, list):
        yield Fault("rules_no_list")
        return
    if len(entries) > MOST_RULES:
        yield Fault("rules_too_many", {"most": MOST_RULES, "count": len(entries)})
    for index, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield from _faults_of(index, entry, transaction)
        else:
            yield Fault("rule_no_object", {"index": index})
    written = [entry.get("name") for entry in entries if isinstance(entry, dict)]
    names = Counter(cleaned(name) for name in written if isinstance(name, str))
    yield from (Fault("rule_twice", {"name": name}) for name, times in names.items() if times > 1)


def wanted(entry: Mapping[str, object], transaction: Transaction) -> Wanted:
    """A rule that has no faults."""
    person, group = known_user(transaction, entry.get("person")), entry.get("group")
    days = [_day(value) for value in _list(entry, "weekdays")]
    return Wanted(
        name=cleaned(str(entry["name"])),
        conditions=Conditions(
            categories=frozenset(Category(str(value)) for value in _list(entry, "categories")),
            grids=frozenset(GridId(str(value)) for value in _list(entry, "grids")),
            weekdays=frozenset(day for day in days if day is not None),
            hours=_hours(entry.get("hours")),
        ),
        member_id=None if person is None else person.id,
        chat_id=group if isinstance(group, int) else None,
        chat_language=choice(Language, entry.get("group_language")) or Language.ZH,
    )


def _faults_of(index: int, entry: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    for unknown in entry.keys() - set(PROPERTIES):  # a misspelt condition would let the rule have everything
        yield Fault("rule_property", {"index": index, "value": unknown, "known": ", ".join(PROPERTIES)})
    name = entry.get("name")
    if not isinstance(name, str) or not 0 < len(cleaned(name)) <= LONGEST_NAME:
        yield Fault("rule_name", {"index": index, "longest": LONGEST_NAME})
    yield from _faults_of_lists(index, entry, transaction)
    hours = entry.get("hours")
    if hours is not None and _hours(hours) is None:
        yield Fault("rule_hours", {"index": index, "value": hours})
    yield from _faults_of_target(index, entry, transaction)


def _faults_of_lists(index: int, entry: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    for name in ("categories", "grids", "weekdays"):
        value = entry.get(name)
        if value is not None and (not isinstance(value, list) or not value):
            yield Fault("rule_list", {"index": index, "property": name})
    for value in _list(entry, "categories"):
        if choice(Category, value) is None:
            yield Fault("rule_category", {"index": index, "value": value, "known": ", ".join(Category)})
    known = {str(grid.id) for grid in grids.all_grids(transaction)}
    for value in _list(entry, "grids"):
        if not isinstance(value, str) or value not in known:
            yield Fault("rule_grid", {"index": index, "value": value})
    for value in _list(entry, "weekdays"):
        if _day(value) is None:
            yield Fault("rule_weekday", {"index": index, "value": value})


def _faults_of_target(index: int, entry: Mapping[str, object], transaction: Transaction) -> Iterator[Fault]:
    person, group, language = entry.get("person"), entry.get("group"), entry.get("group_language")
    if (person is None) == (group is None):
        yield Fault("rule_target", {"index": index})
    if person is not None:
        found = known_user(transaction, person)
        if found is None:
            yield Fault("rule_person", {"index": index, "value": person})
        elif Role.GRID_WORKER not in found.roles:
            yield Fault("rule_person_role", {"index": index, "value": person, "name": found.name})
    if group is not None and not (isinstance(group, int) and group < 0):
        yield Fault("rule_group", {"index": index, "value": group})
    if language is not None and choice(Language, language) is None:
        yield Fault("rule_group_language", {"index": index, "value": language, "known": ", ".join(Language)})


def _list(entry: Mapping[str, object], name: str) -> list[object]:
    value = entry.get(name)
    return value if isinstance(value, list) else []


def _day(value: object) -> int | None:
    if isinstance(value, str):
        return DAYS.get(value.strip().lower())
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 7 else None


def _hours(value: object) -> Hours | None:
    """``18:00-06:00`` goes on past midnight; the whole day is said by leaving hours out, or ``00:00-24:00``."""
    match = HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    first, past_first, last, past_last = (int(digits) for digits in match.groups())
    begins, ends = first * 60 + past_first, last * 60 + past_last
    return None if begins == ends or ends > WHOLE_DAY else Hours(begins, ends)
