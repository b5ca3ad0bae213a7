"""Polls and quizzes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.sandbox.calls import Call, Method
from bot.sandbox.formatting import formatted
from bot.sandbox.methods.edits import changed, editable
from bot.sandbox.sending import destination, send
from bot.sandbox.wire import JsonObject, bad_request

QUESTION_LENGTH = range(1, 301)  # characters: Bot API, sendPoll
OPTION_LENGTH = range(1, 101)  # characters: Bot API, InputPollOption
OPTION_COUNT = range(1, 13)  # Bot API, sendPoll
EXPLANATION_LIMIT = 200  # characters: Bot API, sendPoll
SETTINGS = (
    "is_anonymous",
    "type",
    "allows_multiple_answers",
    "allows_revoting",
    "members_only",
    "country_codes",
    "correct_option_ids",
    "open_period",
    "close_date",
    "is_closed",
)


def send_poll(call: Call) -> JsonObject:
    given = call.parameters
    question = formatted(given, "question", "question_entities", "question_parse_mode")
    options = [formatted(option, "text", "text_entities", "text_parse_mode") for option in given["options"]]
    explanation = formatted(given, "explanation", "explanation_entities", "explanation_parse_mode")
    _check(question["question"], [option["text"] for option in options], explanation["explanation"])
    settings = {name: given[name] for name in SETTINGS if name in given}
    if settings.get("type") == "quiz":
        _check_quiz(settings, len(options))
    if explanation["explanation"]:
        settings |= explanation
    destination(call.world, given["chat_id"])
    return send(call, {"poll": call.world.polls.open(question, options, **settings)})


def stop_poll(call: Call) -> JsonObject:
    message = editable(call)
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    poll = call.world.polls.close(message["poll"]["id"])
    changed(call, message, frozenset({"poll"}), {"poll": poll})
    call.world.updates.add("poll", poll, lane=f"poll/{poll['id']}")
    return poll


def _check(question: str, options: list[str], explanation: str) -> None:
    if len(question) not in QUESTION_LENGTH:
        raise bad_request("poll question must be non-empty and at most 300 characters long")
    if len(options) not in OPTION_COUNT:
        raise bad_request("poll must have at least 1 and at most 12 options")
    if any(len(option) not in OPTION_LENGTH for option in options):
        raise bad_request("poll options must be non-empty and at most 100 characters long")
    if len(explanation) > EXPLANATION_LIMIT:
        raise bad_request("poll explanation is too long")


def _check_quiz(settings: JsonObject, count: int) -> None:
    correct = settings.get("correct_option_ids", [])
    if not correct or not set(correct) <= set(range(count)):
        raise bad_request("wrong correct option ID specified")


METHODS: Mapping[str, Method] = {"sendPoll": send_poll, "stopPoll": stop_poll}
