"""What is no answer to an open question: the question is said again, or stays as it was and is not forgotten."""

from __future__ import annotations

import pytest

from handlers import asking
from handlers.mydata import correcting
from storage import open_questions
from tests.unit.handlers.deeds import general
from tests.unit.handlers.points.awards import choose
from tests.unit.handlers.training.coordinating import begin
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    WEST,
    WORKER,
    World,
    button,
    only,
    words,
)

VOICE = {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}}
STICKER = {"sticker": general.STICKER}
CONTACT = {"contact": {"phone_number": "13800000000", "first_name": "a"}}


def correct_name(world: World, who: int) -> None:
    world.press(who, "correct:name")


def test_a_photo_or_a_place_instead_of_words_is_answered_with_the_question(world: World) -> None:
    choose(world)

    for rows in (world.photo(COORDINATOR), world.location(COORDINATOR, WEST), world.image_file(COORDINATOR)):
        assert "发多少分？打一个数字" in words(rows)
        assert "/cancel" in words(rows)
        assert "没有保存" in words(rows)
        assert "小哥" not in words(rows)
    assert "是因为什么" in words(world.say(COORDINATOR, "5"))


@pytest.mark.parametrize("content", [VOICE, CONTACT])
def test_what_nobody_could_use_is_answered_with_the_question_too(
    world: World, content: dict[str, object]
) -> None:
    correct_name(world, WORKER)

    assert "名字" in words(world.message(WORKER, content))


def test_a_couriers_photo_is_a_report_whatever_they_are_asked(world: World) -> None:
    world.agree(COURIER)
    correct_name(world, COURIER)

    only(world.photo(COURIER), "getFile")
    assert "哪一类" in words(world.location(COURIER, WEST))
    assert "欧阳锋" in words(world.say(COURIER, "欧阳锋"))
    assert world.member(COURIER).name == "欧阳锋"


def test_a_sticker_from_a_courier_who_is_asked_for_a_name_is_no_report(world: World) -> None:
    correct_name(world, COURIER)

    assert "名字" in words(world.message(COURIER, STICKER))


@pytest.mark.parametrize("command", ["/help", "/helo"])
def test_help_reminds_of_what_is_still_asked(world: World, command: str) -> None:
    assert "还在等你回答" not in words(world.say(COORDINATOR, command))
    begin(world)

    said = words(world.say(COORDINATOR, command))

    assert "还在等你回答：<b>培训讲什么？打一句话</b>\n不答了：/cancel" in said
    assert "都留着" in words(world.say(COORDINATOR, "/cancel"))
    assert "还在等你回答" not in words(world.say(COORDINATOR, command))


def test_the_page_of_help_reminds_too(world: World) -> None:
    begin(world)

    assert "还在等你回答" in words(world.press(COORDINATOR, "menu:help"))


def test_what_was_asked_too_long_ago_is_asked_no_more(world: World) -> None:
    choose(world)
    world.now += open_questions.LIFETIME

    assert "小哥" in words(world.photo(COORDINATOR))
    assert asking.in_words(world.context_of_message(COORDINATOR)) is None


def test_what_another_version_asked_is_not_spoken_of(world: World) -> None:
    open_questions.ask(world.transaction, world.member(WORKER).id, "old.question", "", world.now)

    assert "还在等" not in words(world.say(WORKER, "/help"))
    assert "小哥" in words(world.photo(WORKER))


def test_other_commands_are_done_and_remind_of_nothing(world: World) -> None:
    correct_name(world, WORKER)

    assert "还在等" not in words(world.say(WORKER, "/points"))
    asked = open_questions.find(world.transaction, world.member(WORKER).id, world.now)
    assert asked is not None
    assert asked.question == correcting.NAME
    world.press(WORKER, button(world.say(WORKER, "/settings"), "menu"))
