"""What is no longer needed is forgotten, and nothing else."""

from __future__ import annotations

from storage import outbox
from storage.outbox import Ending, State
from tests.unit.handlers.world import COURIER, WEST, World, category_button, only

DAY = 24 * 3600 * 1000


def contents(world: World) -> int:
    return world.transaction.number("SELECT count(*) FROM outbox WHERE parameters <> '{}'")


def test_what_was_said_is_forgotten_after_30_days(world: World) -> None:
    for row in world.say(COURIER, "/start"):
        outbox.end(world.transaction, Ending(row.id, State.SENT, None, (1,)), world.now)
    world.now += 29 * DAY
    world.tick("retention")
    assert contents(world) == 1
    world.now += 2 * DAY
    world.tick("retention")
    assert contents(world) == 0


def test_handled_events_are_forgotten_when_they_cannot_be_delivered_again(world: World) -> None:
    world.say(COURIER, "/start")
    world.now += 8 * DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM inbox") == 1  # the tick itself


def test_the_photos_of_reports_stay(world: World) -> None:
    world.downloaded(only(world.photo(COURIER), "getFile"))
    keyboard = world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "leak"))
    world.now += 400 * DAY
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM photos") == 1
