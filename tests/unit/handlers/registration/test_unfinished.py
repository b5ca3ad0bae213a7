"""Registrations that were left open: told once that they can go on, forgotten after a week."""

from __future__ import annotations

import pytest

from storage.outbox import OutboxRow
from storage.registrations import RegistrationState
from tests.unit.handlers.clockwork import DAY, next_time
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import ADMIN, COORDINATOR, STRANGER, World, button, shown, words

TICK = "unfinished registrations"


@pytest.fixture
def left(world: World) -> World:
    """A stranger has agreed and given a name at ten in the morning, and nothing since."""
    world.now = next_time(world.now, 10)
    rows = applicants.agree(world)
    world.press(STRANGER, button(rows, "join_name:"))
    return world


def after(world: World, days: float) -> list[OutboxRow]:
    world.now += int(days * DAY)
    return world.tick(TICK)


def registration(world: World) -> dict[str, object]:
    row = world.transaction.one("SELECT state, name, phone, station_id FROM registrations ORDER BY id DESC")
    assert row is not None
    return dict(row)


def test_they_are_told_on_the_second_day_that_they_can_go_on_and_once(left: World) -> None:
    assert after(left, 1.9) == []
    (told,) = after(left, 0.2)
    assert told.chat_id == STRANGER
    assert [one.data for one in shown([told])] == ["menu:start"]
    assert after(left, 1) == []


def test_the_button_goes_on_with_the_next_question(left: World) -> None:
    told = after(left, 2.1)
    assert "手机" in words(left.press(STRANGER, button(told, "menu:start")))


def test_answers_are_forgotten_after_a_week_and_they_are_told(left: World) -> None:
    after(left, 2.1)
    assert after(left, 4.8) == []
    assert "已经删除" in words(after(left, 0.2), STRANGER)
    assert registration(left) == {
        "state": RegistrationState.ABANDONED,
        "name": None,
        "phone": None,
        "station_id": None,
    }
    assert after(left, 1) == []


def test_whoever_never_agreed_is_forgotten_without_a_word(world: World) -> None:
    world.now = next_time(world.now, 10)
    world.say(STRANGER, "/start")
    assert len(after(world, 2.1)) == 1
    assert after(world, 5) == []
    assert registration(world)["state"] == RegistrationState.ABANDONED


def test_one_that_waits_for_a_coordinator_is_left_alone(world: World) -> None:
    applicants.apply_to_join(world, 1010)
    world.now = next_time(world.now, 10)
    assert after(world, 20) == []
    assert registration(world)["state"] == RegistrationState.SUBMITTED


def test_an_answer_begins_the_time_anew(left: World) -> None:
    told = after(left, 2.1)
    left.press(STRANGER, button(told, "menu:start"))
    after(left, 6.8)
    assert registration(left)["state"] == RegistrationState.OPEN


def test_the_invitation_it_was_begun_on_can_be_used_again(world: World) -> None:
    world.now = next_time(world.now, 10)
    link = str(world.command("invite", role="coordinator")["link"])
    world.say(STRANGER, link)
    after(world, 2.1)
    after(world, 4.95)
    assert world.transaction.number("SELECT count(*) FROM invitations WHERE used_by IS NOT NULL") == 0


def test_nobody_is_told_at_night(left: World) -> None:
    left.now = next_time(left.now + 2 * DAY, 23)
    assert left.tick(TICK) == []
    left.now = next_time(left.now, 7)
    assert len(left.tick(TICK)) == 1


def test_coordinators_and_admins_hear_nothing_of_it(left: World) -> None:
    said = [*after(left, 2.1), *after(left, 5)]
    assert {row.chat_id for row in said}.isdisjoint({COORDINATOR, ADMIN})
