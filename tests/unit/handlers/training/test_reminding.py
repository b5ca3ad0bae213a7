"""Reminders come 24 hours and 2 hours before, outside quiet times, with a way to say "I can't come"."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.training import reminding
from storage import preferences, reminders
from storage.preferences import Night, Preferences
from storage.signups import SignUpState
from storage.trainings import Training
from tests.unit.handlers.training.coordinating import (
    DAY,
    HOUR,
    WUHAN,
    ahead,
    follow,
    join,
    published,
    reminded,
    state_of,
    tick,
)
from tests.unit.handlers.world import COURIER, OTHER_COURIER, WORKER, World, button, only, words

MINUTE = 60_000


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=WUHAN).timestamp() * 1000)


def first_reminder(world: World, until: int) -> int:
    """When somebody is reminded first, by a tick a minute."""
    tick(world)
    while world.now < until:
        due = world.transaction.number(
            "SELECT min(due_at) FROM reminder_times WHERE due_at > :now", {"now": world.now}
        )
        world.now = due - 1
        assert reminded(tick(world)) == []
        world.now = due
        if reminded(tick(world)):
            return world.now
    raise AssertionError("nobody was reminded")


@pytest.mark.parametrize(
    ("who", "start", "expected"),
    [
        (COURIER, "2026-09-24 14:30", "2026-09-23 14:30"),
        (COURIER, "2026-09-24 12:00", "2026-09-23 10:59:59.999"),  # a rush
        (COURIER, "2026-09-24 18:00", "2026-09-23 16:59:59.999"),
        (WORKER, "2026-09-24 12:00", "2026-09-23 12:00"),  # rushes are nothing to those who do not ride
        (COURIER, "2026-09-24 06:00", "2026-09-22 21:59:59.999"),  # a night
    ],
)
def test_a_reminder_is_moved_to_before_quiet_times(world: World, who: int, start: str, expected: str) -> None:
    training = published(world, when=start)
    join(world, training, who)

    assert first_reminder(world, at(start)) == at(expected)


def test_the_second_comes_two_hours_before_with_the_way_there(world: World) -> None:
    training = published(world, when="2026-09-24 16:00")
    join(world, training, COURIER)
    tick(world)
    world.now = at("2026-09-23 16:00")
    assert reminded(tick(world)) == [COURIER]

    world.now = at("2026-09-24 14:00")
    said = words(tick(world), COURIER)

    assert "还有约 2 小时" in said
    assert "南湖驿站二楼" in said


def test_i_cannot_come_frees_the_place_and_ends_the_reminders(world: World) -> None:
    training = published(world, when="2026-09-24 16:00", places="1")
    join(world, training, COURIER)
    world.now = at("2026-09-23 16:00")
    reminder = tick(world)

    rows = world.press(COURIER, button(reminder, "training_cannot"))

    assert "位子让出来了" in words(rows)
    assert state_of(world, training, COURIER) is SignUpState.WITHDRAWN
    join(world, training, OTHER_COURIER)
    assert state_of(world, training, OTHER_COURIER) is SignUpState.SIGNED_UP
    world.now = at("2026-09-24 14:00")
    assert reminded(tick(world)) == [OTHER_COURIER]


def test_it_is_not_sent_once_the_training_has_begun(world: World) -> None:
    training = published(world, when="2026-09-24 16:00")
    join(world, training, COURIER)
    world.now = at("2026-09-24 14:00")

    assert only(tick(world), "sendMessage").expires_at == training.starts_at


def test_when_both_are_late_the_closer_one_is_said_alone(world: World) -> None:
    training = published(world, when="2026-09-24 16:00")
    join(world, training, COURIER)
    world.now = at("2026-09-24 15:10")  # nobody ticked for days

    assert "不到 1 小时" in words(tick(world), COURIER)
    assert reminded(tick(world)) == []


def test_whoever_signs_up_after_its_time_gets_no_late_reminder(world: World) -> None:
    training = published(world, when="2026-09-24 16:00")
    world.now = at("2026-09-24 09:00")
    join(world, training, COURIER)

    assert reminded(tick(world)) == []
    world.now = at("2026-09-24 14:00")
    assert reminded(tick(world)) == [COURIER]


def test_nobody_is_reminded_of_what_has_begun(world: World) -> None:
    training = published(world, when="2026-09-24 16:00")
    join(world, training, COURIER)
    world.now = training.starts_at

    assert tick(world) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Preferences(night=Night(20 * 60, 9 * 60)), "2026-09-22 19:59:59.999"),
        (Preferences(night=None, rushes=False), "2026-09-23 07:30"),
    ],
)
def test_changed_quiet_times_move_what_was_not_said_yet(
    world: World, wanted: Preferences, expected: str
) -> None:
    training = published(world, when="2026-09-24 07:30")
    join(world, training, WORKER)
    tick(world)
    preferences.save(world.transaction, world.member(WORKER).id, Preferences(night=Night(0, 6 * 60)))
    tick(world)

    preferences.save(world.transaction, world.member(WORKER).id, wanted)

    assert first_reminder(world, training.starts_at) == at(expected)


def test_whoever_rides_no_more_has_no_rushes(world: World) -> None:
    training = published(world, when="2026-09-24 13:00")
    join(world, training, COURIER)
    tick(world)
    member = {"member": world.member(COURIER).id}
    world.transaction.execute("DELETE FROM member_roles WHERE member_id = :member", member)

    assert first_reminder(world, training.starts_at) == at("2026-09-23 13:00")
    world.transaction.execute("INSERT INTO member_roles VALUES (:member, 'courier')", member)
    tick(world)
    assert first_reminder(world, training.starts_at) == at("2026-09-24 10:59:59.999")


def test_a_tick_is_only_wanted_when_there_is_something_to_do(world: World) -> None:
    def wanted() -> bool:
        return reminders.are_due(world.transaction, world.now)

    training = published(world, when="2026-09-24 16:00")
    assert not wanted()
    join(world, training, COURIER)
    assert wanted()  # times are to be worked out
    tick(world)
    assert not wanted()
    world.now = at("2026-09-23 16:00")
    assert wanted()
    tick(world)
    assert not wanted()


def test_many_are_reminded_page_by_page_and_everybody_once(world: World) -> None:
    training = published(world, when="2026-09-24 16:00", places="999")
    people = crowd(world, training, 2 * reminding.AT_ONCE + 7)

    planned = [world.tick("reminders"), *[follow(world)]]
    world.now = at("2026-09-23 16:00")
    first = world.tick("reminders")
    rest = follow(world)

    assert [len(rows) for rows in planned] == [0, 0]
    assert len(reminded(first)) == reminding.AT_ONCE
    assert sorted(reminded(first) + reminded(rest)) == people


def crowd(world: World, training: Training, size: int) -> list[int]:
    people = [{"user_id": 50_000 + n, "name": f"骑手{n}", "roles": ["courier"]} for n in range(size)]
    world.command("import-people", people=people)
    for n in range(size):
        join(world, training, 50_000 + n)
    return [50_000 + n for n in range(size)]


def test_times_of_what_is_over_are_forgotten(world: World) -> None:
    training = published(world, when=ahead(50))
    join(world, training, COURIER)
    tick(world)
    world.now = training.starts_at + DAY + HOUR + MINUTE

    world.tick("retention")

    assert world.transaction.number("SELECT count(*) FROM reminder_times") == 0
