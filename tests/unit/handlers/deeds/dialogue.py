"""Questions about a report and messages between both sides of it."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.deeds.reports import report
from tests.unit.handlers.rows import button, category_button
from tests.unit.handlers.world import COURIER, WORKER, World


def presets(world: World) -> Rows:
    return world.press(WORKER, button(report(world), "ask:"))


def asked(world: World) -> Rows:
    """What the reporter is asked."""
    return world.press(WORKER, category_button(presets(world), "still_there"))


def words_after_a_question(world: World) -> Rows:
    """The reporter says something without having pressed that it is the answer."""
    asked(world)
    return world.say(COURIER, "南门")


def written_to_the_reporter(world: World) -> Rows:
    world.press(WORKER, button(report(world), "write:"))
    return world.say(WORKER, "请问是哪个门？")


def of_a_report(world: World, _who: int) -> str:
    report(world)
    return world.all_reports()[-1].token


def of_a_question(world: World, _who: int) -> str:
    asked(world)
    return world.all_reports()[-1].token


DEEDS = Deeds(
    buttons={
        "ask": report,
        "question": presets,
        "answer": asked,
        "answer_as": asked,
        "answer_with": words_after_a_question,
        "write": report,
        "write_back": written_to_the_reporter,
    },
    answers={
        "dialogue.question": lambda world, who: world.say(who, "哪个门？"),
        "dialogue.answer": lambda world, who: world.say(who, "南门"),
        "dialogue.message": lambda world, who: world.say(who, "明天来"),
        "dialogue.message_back": lambda world, who: world.say(who, "好的"),
    },
    subjects={
        "dialogue.question": of_a_report,
        "dialogue.answer": of_a_question,
        "dialogue.message": of_a_report,
        "dialogue.message_back": of_a_report,
    },
    kept=("report_questions", "report_messages"),
)
