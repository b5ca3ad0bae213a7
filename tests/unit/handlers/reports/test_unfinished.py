"""Drafts that were left lying: a reminder on the third day, gone after a week."""

from __future__ import annotations

import pytest

from storage import consents, members
from storage.consents import Purpose
from storage.members import Standing
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, next_time
from tests.unit.handlers.deeds import older_draft
from tests.unit.handlers.world import COURIER, World, button, methods, only, shown, words

TICK = "unfinished reports"
AFTERNOON = 14  # o'clock, when nobody minds, nor two hours later


@pytest.fixture
def lying(world: World) -> World:
    """A courier has sent a photo at two in the afternoon, and nothing since."""
    world.now = next_time(world.now, AFTERNOON)
    world.downloaded(only(world.photo(COURIER, caption="井盖坏了"), "getFile"))
    return world


def after(world: World, days: float) -> list[OutboxRow]:
    world.now += int(days * DAY)
    return world.tick(TICK)


def state(world: World) -> ReportState:
    return world.all_reports()[0].state


def test_a_reporter_is_reminded_on_the_third_day_and_once(lying: World) -> None:
    assert after(lying, 2.9) == []
    (reminder,) = after(lying, 0.2)
    assert "接着报" in words([reminder])
    assert [one.data.split(":")[0] for one in shown([reminder])] == ["resume", "cancel"]
    assert after(lying, 0) == []
    assert after(lying, 1) == []


def test_a_draft_is_given_up_after_a_week_and_its_reporter_told(lying: World) -> None:
    after(lying, 3.1)
    assert after(lying, 3.8) == []
    told = after(lying, 0.2)
    assert "已经删除" in words(told, COURIER)
    (draft,) = lying.all_reports()
    assert (draft.state, draft.photos, draft.words, draft.place) == (ReportState.DISCARDED, (), "", None)
    assert after(lying, 1) == []


def test_going_on_asks_for_what_is_missing_and_lets_it_live(lying: World) -> None:
    reminder = after(lying, 3.1)
    asked = lying.press(COURIER, button(reminder, "resume:"))
    assert "位置" in words(asked)
    after(lying, 6.9)
    assert state(lying) is ReportState.DRAFT


def test_a_double_tap_asks_once(lying: World) -> None:
    resume = button(after(lying, 3.1), "resume:")
    lying.press(COURIER, resume)
    assert methods(lying.press(COURIER, resume)) == ["answerCallbackQuery"]


def test_giving_it_up_from_the_reminder_deletes_it(lying: World) -> None:
    reminder = after(lying, 3.1)
    lying.press(COURIER, button(reminder, "cancel:"))
    assert state(lying) is ReportState.DISCARDED
    assert after(lying, 5) == []


def test_a_draft_that_was_touched_again_is_reminded_of_anew(lying: World) -> None:
    resume = button(after(lying, 3.02), "resume:")
    lying.now += 1
    lying.press(COURIER, resume)
    assert after(lying, 2.98) == []
    assert len(after(lying, 0.04)) == 1


def test_nobody_is_reminded_at_night_or_in_a_rush_but_right_after(lying: World) -> None:
    lying.now += 3 * DAY
    for hour in (12, 18, 23):
        lying.now = next_time(lying.now, hour)
        assert lying.tick(TICK) == []
    lying.now = next_time(lying.now, 7)
    assert len(lying.tick(TICK)) == 1


def test_a_reminder_that_comes_late_leaves_a_day(lying: World) -> None:
    (reminder,) = after(lying, 9)  # the bot was down
    assert "接着报" in words([reminder])
    assert after(lying, 0.9) == []
    assert "已经删除" in words(after(lying, 0.2))


def test_a_draft_put_aside_is_reminded_of_too_and_can_be_taken_up(world: World) -> None:
    older_draft(world)
    world.now = next_time(world.now + 3 * DAY, AFTERNOON)
    reminders = world.tick(TICK)
    assert len(reminders) == 2
    taken = world.press(COURIER, button(reminders, "resume:"))
    assert "位置" in words(taken)


def test_a_draft_with_nothing_in_it_goes_without_a_word(world: World) -> None:
    world.say(COURIER, "/report")
    world.now = next_time(world.now + 3 * DAY, AFTERNOON)
    assert world.tick(TICK) == []
    assert after(world, 5) == []
    assert state(world) is ReportState.DISCARDED


def test_a_draft_of_somebody_who_waits_to_be_let_in_stays(lying: World) -> None:
    members.set_standing(lying.transaction, lying.member(COURIER).id, Standing.PENDING)
    assert after(lying, 20) == []
    assert state(lying) is ReportState.DRAFT


def test_a_draft_without_consent_has_its_own_shorter_life(lying: World) -> None:
    reporter = lying.member(COURIER).id
    consents.record(lying.transaction, reporter, Purpose.PHOTO_AND_PLACE, given=False, now=lying.now)
    assert after(lying, 8) == []
    lying.tick("retention")
    assert state(lying) is ReportState.DISCARDED


def test_what_was_given_up_is_told_in_the_morning(lying: World) -> None:
    after(lying, 3.1)
    lying.now = next_time(lying.now + 4 * DAY, 23)
    (told,) = lying.tick(TICK)
    assert told.due_at == next_time(lying.now, 7)


def test_a_backlog_is_worked_off_in_parts(world: World) -> None:
    people = [{"user_id": 6000 + n, "name": f"骑手{n}", "roles": ["courier"]} for n in range(60)]
    world.command("import-people", people=people)
    for person in people:
        world.agree(int(str(person["user_id"])))
        world.photo(int(str(person["user_id"])), f"of {person['user_id']}")
    world.now = next_time(world.now + 3 * DAY, AFTERNOON)
    assert [len(world.tick(TICK)), len(world.tick(TICK)), len(world.tick(TICK))] == [50, 10, 0]


def test_words_that_nobody_made_a_report_of_are_forgotten_after_a_week(world: World) -> None:
    world.say(COURIER, "这里有一句没有用上的话")
    world.now += 7 * DAY
    world.tick("retention")
    assert len(world.all_reports()) == 1
    world.now += HOUR
    world.tick("retention")
    assert world.all_reports() == []
    assert world.transaction.number("SELECT count(*) FROM report_words") == 0
