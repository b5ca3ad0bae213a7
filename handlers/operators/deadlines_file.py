"""What is wrong with a file of deadlines and working times, and what it means when nothing is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from handlers.choices import choice
from handlers.operators.faults import Fault
from handlers.operators.routing_file import DAYS, HOURS
from handlers.reports.kinds import is_danger
from storage.deadlines import Allowance
from storage.reports import Category
from storage.working_times import WorkingTimes

PROPERTIES = ("description", "deadlines", "working_hours", "weekdays", "holidays", "workdays")
DEADLINE_PROPERTIES = ("categories", "accept", "fix")
AMOUNT = re.compile(r"([1-9]\d{0,3})\s*(min|h|d)")
LONGEST = 60  # days; what may take longer has no deadline worth the name
WHOLE_DAY = 24 * 60  # minutes


def faults_of(file: Mapping[str, object]) -> Iterator[Fault]:
    """Everything that is wrong with it."""
    for unknown in file.keys() - set(PROPERTIES):
        yield Fault("deadlines_property", {"value": unknown, "known": ", ".join(PROPERTIES)})
    for name in PROPERTIES[1:]:
        value = file.get(name)
        if value is not None and (not isinstance(value, list) or (not value and name in PROPERTIES[2:4])):
            yield Fault("deadlines_list", {"property": name})
    yield from _faults_of_hours(_list(file, "working_hours"))
    for value in _list(file, "weekdays"):
        if _day(value) is None:
            yield Fault("deadlines_weekday", {"value": value})
    for name in ("holidays", "workdays"):
        for value in _list(file, name):
            if not _is_date(value):
                yield Fault("deadlines_date", {"property": name, "value": value})
    for twice in set(_dates(file, "holidays")) & set(_dates(file, "workdays")):
        yield Fault("deadlines_both", {"value": twice})
    yield from _faults_of_deadlines(_list(file, "deadlines"))


def times(file: Mapping[str, object], before: WorkingTimes) -> WorkingTimes:
    """The working times of a file without faults; what it leaves out stays as it was."""
    hours = [span for span in map(_hours, _list(file, "working_hours")) if span is not None]
    days = [day for day in map(_day, _list(file, "weekdays")) if day is not None]
    return WorkingTimes(
        hours=tuple(sorted(hours)) or before.hours,
        weekdays=frozenset(days) or before.weekdays,
        holidays=frozenset(_dates(file, "holidays")) if "holidays" in file else before.holidays,
        workdays=frozenset(_dates(file, "workdays")) if "workdays" in file else before.workdays,
    )


def allowances(file: Mapping[str, object], working: WorkingTimes) -> Mapping[Category, Allowance]:
    """The deadlines of a file without faults. A day is one of `working`, and of 24 hours for a danger."""
    workday = sum(ends - begins for begins, ends in working.hours)
    found = {}
    for entry in _list(file, "deadlines"):
        assert isinstance(entry, dict)
        for value in _list(entry, "categories"):
            category = Category(str(value))
            day = WHOLE_DAY if is_danger(category) else workday
            found[category] = Allowance(_minutes(entry["accept"], day), _minutes(entry["fix"], day))
    return found


def _faults_of_hours(entries: Sequence[object]) -> Iterator[Fault]:
    spans = []
    for entry in entries:
        span = _hours(entry)
        if span is None:
            yield Fault("deadlines_hours", {"value": entry})
        else:
            spans.append(span)
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        yield Fault("deadlines_overlap")


def _faults_of_deadlines(entries: Sequence[object]) -> Iterator[Fault]:
    for index, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            yield from _faults_of_deadline(index, entry)
        else:
            yield Fault("deadline_no_object", {"index": index})
    named = Counter(
        str(value) for entry in entries if isinstance(entry, dict) for value in _list(entry, "categories")
    )
    yield from (Fault("deadline_twice", {"value": value}) for value, count in named.items() if count > 1)


def _faults_of_deadline(index: int, entry: Mapping[str, object]) -> Iterator[Fault]:
    for unknown in entry.keys() - set(DEADLINE_PROPERTIES):
        known = ", ".join(DEADLINE_PROPERTIES)
        yield Fault("deadline_property", {"index": index, "value": unknown, "known": known})
    if not _list(entry, "categories"):
        yield Fault("deadline_categories", {"index": index})
    for value in _list(entry, "categories"):
        if choice(Category, value) is None:
            known = ", ".join(Category)
            yield Fault("deadline_category", {"index": index, "value": value, "known": known})
    for name in ("accept", "fix"):
        value = entry.get(name)
        if not 0 < _minutes(value, WHOLE_DAY) <= LONGEST * WHOLE_DAY:
            shown = {"index": index, "property": name, "value": value, "longest": LONGEST}
            yield Fault("deadline_amount", shown)


def _minutes(value: object, day: int) -> int:
    """``90 min``, ``2 h`` or ``3 d`` in minutes; 0 when it is written otherwise."""
    match = AMOUNT.fullmatch(value.strip()) if isinstance(value, str) else None
    return 0 if match is None else int(match[1]) * {"min": 1, "h": 60, "d": day}[match[2]]


def _hours(value: object) -> tuple[int, int] | None:
    match = HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    first, past_first, last, past_last = (int(digits) for digits in match.groups())
    begins, ends = first * 60 + past_first, last * 60 + past_last
    return (begins, ends) if begins < ends <= WHOLE_DAY else None


def _day(value: object) -> int | None:
    if isinstance(value, str):
        return DAYS.get(value.strip().lower())
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 7 else None


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _dates(file: Mapping[str, object], name: str) -> list[str]:
    return [str(value) for value in _list(file, name) if _is_date(value)]


def _list(entry: Mapping[str, object], name: str) -> list[object]:
    value = entry.get(name)
    return value if isinstance(value, list) else []
