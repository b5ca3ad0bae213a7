"""Dead letters: the admins hear of them once a day, and nothing of what stands in them."""

from __future__ import annotations

import pytest

from handlers.dead_letters import kind_of_error
from storage import dead_letters
from storage.inbox import Arrival, EventKind
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.world import ADMIN, World, words

SECRET = "王秀英 13912345678"


@pytest.fixture
def noon(empty_world: World) -> World:
    empty_world.say(ADMIN, "/start")
    empty_world.now = next_time(empty_world.now, 15)
    return empty_world


def die(world: World, reason: str = f"KeyError('{SECRET}')") -> None:
    arrival = Arrival("telegram", EventKind.UPDATE, "1", f'{{"text": "{SECRET}"}}')
    dead_letters.add_unreadable(world.transaction, arrival, reason, world.now)


def test_admins_hear_how_many_there_are_and_why_without_contents(noon: World) -> None:
    die(noon)
    die(noon, "ValueError('later')")
    (told,) = noon.tick("dead letters")
    assert told.chat_id == ADMIN
    assert "<b>2</b>" in words([told])
    assert "KeyError" in words([told])
    assert SECRET not in words([told])


def test_they_hear_of_the_same_ones_once(noon: World) -> None:
    die(noon)
    assert dead_letters.has_untold(noon.transaction, noon.now)
    noon.tick("dead letters")
    assert not dead_letters.has_untold(noon.transaction, noon.now)
    noon.now += DAY
    assert noon.tick("dead letters") == []


def test_new_ones_of_the_same_day_are_told_tomorrow(noon: World) -> None:
    die(noon)
    noon.tick("dead letters")
    die(noon)
    assert noon.tick("dead letters") == []
    noon.now += DAY
    assert "<b>1</b>" in words(noon.tick("dead letters"))


def test_without_any_nothing_is_said(noon: World) -> None:
    assert noon.tick("dead letters") == []


def test_nobody_is_woken_for_them(noon: World) -> None:
    noon.now = next_time(noon.now, 23)
    die(noon)
    (told,) = noon.tick("dead letters")
    assert told.due_at == next_time(noon.now, 7)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (f"KeyError('{SECRET}')", "KeyError"),
        (f"NoRoute(\"nothing handles '{SECRET}'\")", "NoRoute"),
        (f"not JSON: {SECRET}", "Unreadable"),
        ("stopped the process 3 times", "Crash"),
        ("erased", "Unreadable"),
    ],
)
def test_of_an_error_only_its_kind_is_told(reason: str, kind: str) -> None:
    assert kind_of_error(reason) == kind


def test_letters_are_forgotten_after_a_week_for_they_hold_what_people_wrote(noon: World) -> None:
    die(noon, "ValueError()")
    noon.now += 7 * DAY
    noon.tick("retention")
    assert dead_letters.count(noon.transaction) == 1
    noon.now += 1
    noon.tick("retention")
    assert dead_letters.count(noon.transaction) == 0
