"""A question to one person: their next message of the right kind answers it, and nothing else does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers import asking, routes
from handlers.context import Context
from handlers.events import Message
from handlers.fallback import refuse
from handlers.route import AnswerRoute, CommandRoute, MessageRoute, Route
from handlers.router import Router
from storage import open_questions
from storage.members import Role
from tests.unit.handlers.world import COORDINATOR, COURIER, World


class Log:
    """What reached whom."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, name: str) -> Callable[[Message, Context], None]:
        return lambda message, _context: self.lines.append(f"{name} {message.text}".strip())

    def answer(self, message: Message, _context: Context, subject: str) -> None:
        self.lines.append(f"answer {message.text} about {subject}")

    def give_up(self, _context: Context, subject: str) -> None:
        self.lines.append(f"gave up {subject}")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def asked(world: World, log: Log, monkeypatch: pytest.MonkeyPatch) -> World:
    """The courier is asked for the topic of 7, the coordinator too."""
    answers = (
        AnswerRoute("topic", log.answer, log.give_up),
        AnswerRoute("anything", log.answer, log.give_up, has=(), who=frozenset({Role.COORDINATOR})),
    )

    def ask(message: Message, context: Context) -> None:
        asking.expect(context, message.text.split()[1], 7)

    def cancel(message: Message, context: Context) -> None:
        if not asking.giving_up(answers)(message, context):
            log.lines.append("nothing to give up")

    table: list[Route] = [
        *answers,
        CommandRoute("ask", ask),
        CommandRoute("cancel", cancel),
        MessageRoute("message", log.note("message")),
        MessageRoute("edited", log.note("edited"), edited=True),
    ]
    monkeypatch.setattr(routes, "make_router", lambda: Router(table, refuse))
    monkeypatch.setattr("tests.unit.handlers.world.make_router", routes.make_router)
    world.restart()
    world.say(COURIER, "/ask topic")
    return world


def test_the_next_words_are_the_answer_and_bring_along_what_they_are_about(asked: World, log: Log) -> None:
    asked.say(COURIER, "急救")

    assert log.lines == ["answer 急救 about 7"]


def test_a_question_stays_open_until_it_is_settled_and_survives_a_restart(asked: World, log: Log) -> None:
    asked.say(COURIER, "？")
    asked.restart()
    asked.say(COURIER, "急救")

    assert log.lines == ["answer ？ about 7", "answer 急救 about 7"]


def test_what_is_settled_is_not_answered_any_more(asked: World, log: Log) -> None:
    open_questions.close(asked.transaction, asked.member(COURIER).id)

    asked.say(COURIER, "急救")

    assert log.lines == ["message 急救"]


def test_a_photo_is_no_words_and_goes_its_own_way(asked: World, log: Log) -> None:
    asked.photo(COURIER)

    assert log.lines == ["message"]


def test_where_any_message_will_do_a_photo_is_an_answer(asked: World, log: Log) -> None:
    asked.say(COORDINATOR, "/ask anything")

    asked.photo(COORDINATOR, caption="看")

    assert log.lines == ["answer 看 about 7"]


def test_an_edit_or_what_is_said_in_a_group_is_no_answer(asked: World, log: Log) -> None:
    asked.say(COURIER, "改一下", edits=1)
    asked.say(COURIER, "大家好", chat=-100)

    assert log.lines == ["edited 改一下"]


def test_nobody_answers_for_somebody_else(asked: World, log: Log) -> None:
    asked.say(COORDINATOR, "急救")

    assert log.lines == ["message 急救"]


def test_a_newer_question_replaces_the_older(asked: World, log: Log) -> None:
    asked.say(COURIER, "/ask anything")

    asked.say(COURIER, "急救")

    assert "急救" not in " ".join(log.lines)  # a courier may not answer that one, and is refused


def test_what_is_said_hours_later_is_no_answer(asked: World, log: Log) -> None:
    asked.now += open_questions.LIFETIME

    asked.say(COURIER, "急救")

    assert log.lines == ["message 急救"]


def test_cancel_gives_the_question_up_once(asked: World, log: Log) -> None:
    asked.say(COURIER, "/cancel")
    asked.say(COURIER, "/cancel")

    assert log.lines == ["gave up 7", "nothing to give up"]


def test_whoever_is_no_longer_what_they_were_asked_as_is_refused_once(asked: World, log: Log) -> None:
    asked.say(COURIER, "/ask anything")

    refused = asked.say(COURIER, "急救")
    asked.say(COURIER, "急救")

    assert refused[0].method == "sendMessage"
    assert log.lines == ["message 急救"]


def test_old_questions_are_forgotten(asked: World) -> None:
    assert open_questions.forget_old(asked.transaction, asked.now) == 0
    assert open_questions.forget_old(asked.transaction, asked.now + open_questions.LIFETIME) == 1
