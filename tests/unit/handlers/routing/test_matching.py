"""Which rule a report belongs to, held against the plainest reading of the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.routing.choosing import choose
from handlers.routing.matching import Mismatch, Sighting, mismatch
from storage import routing_rules
from storage.grids import GridId
from storage.reports import Category
from storage.routing_rules import Conditions, Hours, Wanted
from tests.unit.handlers.world import WORKER, World

WUHAN = ZoneInfo("Asia/Shanghai")  # whose clocks have not been put forward since 1991
FRIDAY, SATURDAY, SUNDAY = 5, 6, 7
NIGHT = Hours(18 * 60, 6 * 60)
GRIDS = [GridId("east"), GridId("west")]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WUHAN)


def sets(values: Sequence[object]) -> some.SearchStrategy[frozenset[object]]:
    return some.frozensets(some.sampled_from(values), max_size=2)


some_hours = some.builds(
    Hours, some.integers(0, 1439), some.one_of(some.integers(0, 1440), some.just(1440))
).filter(lambda hours: hours.begins != hours.ends)
some_conditions = some.builds(
    Conditions,
    categories=sets(list(Category)),
    grids=sets(GRIDS),
    weekdays=sets(list(range(1, 8))),
    hours=some.none() | some_hours,
)
some_sightings = some.builds(
    Sighting,
    some.sampled_from(Category),
    some.sampled_from([None, *GRIDS]),
    some.datetimes(datetime.fromisoformat("2026-01-01"), timezones=some.just(WUHAN)),
)


def fits(conditions: Conditions, seen: Sighting) -> bool:
    """The plainest reading: is there a day of the rule whose hours, walked minute by minute, come by that minute?"""
    if conditions.categories and seen.category not in conditions.categories:
        return False
    if conditions.grids and seen.grid_id not in conditions.grids:
        return False
    hours = conditions.hours or Hours(0, 1440)
    length = (hours.ends - hours.begins) % 1440 or 1440
    minute = seen.at.replace(second=0, microsecond=0)
    for back in (0, 1):
        midnight = minute.replace(hour=0, minute=0) - timedelta(days=back)
        begins = midnight + timedelta(minutes=hours.begins)
        is_its_day = not conditions.weekdays or midnight.isoweekday() in conditions.weekdays
        if is_its_day and begins <= minute < begins + timedelta(minutes=length):
            return True
    return False


@given(some_conditions, some_sightings)
def test_a_rule_is_about_what_its_words_say(conditions: Conditions, seen: Sighting) -> None:
    assert (mismatch(conditions, seen) is None) == fits(conditions, seen)


@given(some.lists(some_conditions, max_size=6), some_sightings)
def test_the_first_that_fits_has_it(wanted: list[Conditions], seen: Sighting) -> None:
    first = next((one for one in wanted if mismatch(one, seen) is None), None)
    assert first == next((one for one in wanted if fits(one, seen)), None)


@pytest.mark.parametrize(
    ("when", "matches"),
    [
        ("2026-11-27 17:59", False),
        ("2026-11-27 18:00", True),  # a Friday
        ("2026-11-28 05:59", True),
        ("2026-11-28 06:00", False),
        ("2026-11-28 19:00", False),
        ("2026-11-27 05:00", False),  # the night of Thursday
    ],
)
def test_the_small_hours_belong_to_the_night_before(when: str, matches: bool) -> None:
    friday_night = Conditions(weekdays=frozenset({FRIDAY}), hours=NIGHT)
    assert (mismatch(friday_night, Sighting(Category.LEAK, None, at(when))) is None) == matches


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (Conditions(categories=frozenset({Category.ROAD})), Mismatch.CATEGORY),
        (Conditions(grids=frozenset({GridId("east")})), Mismatch.GRID),
        (Conditions(hours=Hours(0, 60)), Mismatch.HOURS),
        (Conditions(weekdays=frozenset({SATURDAY, SUNDAY})), Mismatch.WEEKDAY),
        (Conditions(), None),
    ],
)
def test_what_keeps_a_rule_from_being_about_it_is_named(conditions: Conditions, why: Mismatch | None) -> None:
    seen = Sighting(Category.LEAK, GridId("west"), at("2026-11-25 19:00"))
    assert mismatch(conditions, seen) is why


def test_the_order_of_the_list_decides(world: World) -> None:
    person = world.member(WORKER).id
    first = Wanted("first", Conditions(), person)
    leaks = Wanted("leaks", Conditions(categories=frozenset({Category.LEAK})), person)
    seen = Sighting(Category.LEAK, None, at("2026-11-25 19:00"))
    for order in ([first, leaks], [leaks, first]):
        routing_rules.replace_all(world.transaction, order)
        chosen = choose(seen, world.transaction)
        assert chosen.rule is not None
        assert chosen.rule.wanted == order[0]
        assert chosen.passed == []


def test_a_rule_is_read_as_it_was_written(world: World) -> None:
    wanted = Wanted(
        "all of it",
        Conditions(frozenset(Category), frozenset(GRIDS), frozenset({FRIDAY}), NIGHT),
        chat_id=-5,
        chat_language="en",
    )
    routing_rules.replace_all(world.transaction, [wanted, replace(wanted, name="again")])
    assert [rule.wanted for rule in routing_rules.all_rules(world.transaction)] == [
        wanted,
        replace(wanted, name="again"),
    ]
