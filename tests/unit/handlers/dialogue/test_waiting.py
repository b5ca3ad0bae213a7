"""A question that nobody answers: one reminder after two days, and after five the report goes on by itself."""

from __future__ import annotations

from handlers.dialogue import waiting
from storage.report_questions import AnswerKind
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, next_time
from tests.unit.handlers.dialogue.talking import ask, begin_answer, question, report
from tests.unit.handlers.world import COURIER, WORKER, World, button, methods, only, words


def tick(world: World, days: int, hour: int = 15) -> str:
    """So many days after the question, at that hour; what the reporter is told then."""
    world.now = next_time(question(world).asked_at + days * DAY, hour)
    return words(world.tick("unanswered questions"), COURIER)


def test_the_reporter_is_reminded_once_after_two_days(world: World) -> None:
    ask(world)
    assert tick(world, 1) == ""
    assert "还在等你" in tick(world, 2)
    assert tick(world, 3) == ""


def test_a_reminder_has_the_buttons_to_answer(world: World) -> None:
    ask(world)
    world.now = next_time(world.now + 2 * DAY, 15)
    begin_answer(world, world.tick("unanswered questions"))
    world.say(COURIER, "南门")
    assert report(world).state is ReportState.SUBMITTED


def test_nobody_is_reminded_at_night_but_in_the_morning(world: World) -> None:
    ask(world)
    assert tick(world, 2, hour=23) == ""
    world.now += 10 * HOUR
    assert "还在等你" in words(world.tick("unanswered questions"), COURIER)


def test_after_five_days_it_goes_on_and_everybody_hears_so(world: World) -> None:
    ask(world)
    world.now += 5 * DAY
    rows = world.tick("unanswered questions")
    assert "没有等到你的回答" in words(rows, COURIER)
    assert "5 天没有回复" in str(only(rows, "editMessageCaption").parameters["caption"])
    assert "5 天没有回复" in words(rows, WORKER)
    assert report(world).state is ReportState.SUBMITTED
    assert world.tick("unanswered questions") == []


def test_a_tick_that_is_lost_and_comes_again_counts_once(world: World) -> None:
    ask(world)
    world.now += 5 * DAY
    world.tick_twice("unanswered questions", restarted=True)
    steps = world.transaction.number("SELECT count(*) FROM report_changes WHERE action = 'go_on'")
    assert steps == 1


def test_what_was_answered_or_taken_on_is_left_alone(world: World) -> None:
    asked = ask(world)
    world.press(WORKER, button(world.press(WORKER, f"show:{report(world).token}:3"), "accept:"))
    world.now += 6 * DAY
    assert not waiting.any_due(world.transaction, world.now)
    assert world.tick("unanswered questions") == []
    assert methods(world.press(COURIER, button(asked, "answer:"))) == ["answerCallbackQuery"]


def test_a_second_question_has_five_days_of_its_own(world: World) -> None:
    begin_answer(world, ask(world))
    rows = world.say(COURIER, "南门")
    world.now += 4 * DAY
    ask(world, world.press(WORKER, button(rows, "show:")), "house_number")
    world.now += 2 * DAY
    assert "还在等你" not in words(world.tick("unanswered questions"), WORKER)
    assert report(world).state is ReportState.ASKED


def test_a_question_that_never_arrives_ends_the_waiting_at_once(world: World) -> None:
    asked = ask(world)
    row = next(row for row in asked if row.effect == "question lost")
    rows = world.undelivered(row)
    assert "联系不上上报人" in words(rows, WORKER)
    assert question(world).answer_kind is AnswerKind.UNREACHABLE
    assert report(world).state is ReportState.SUBMITTED
    assert world.undelivered(row) == []
