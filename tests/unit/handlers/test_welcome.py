"""The first words, help and the choice of a language."""

from __future__ import annotations

import pytest

from storage.members import Role
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    PENDING,
    STRANGER,
    WORKER,
    World,
    methods,
    only,
    shown,
    words,
)


@pytest.mark.parametrize(
    ("who", "zh", "en"),
    [
        (COURIER, "现在就能报", "You can report right now"),
        (PENDING, "协调员会答复你", "a coordinator will answer you"),
        (STRANGER, "加入只要一分钟", "Joining takes a minute"),
        (WORKER, "你是网格员", "You are a grid worker"),
        (COORDINATOR, "你是协调员", "You are a coordinator"),
        (ADMIN, "你是管理员", "You are an admin"),
    ],
)
@pytest.mark.parametrize("language_code", ["zh-hans", "en", "fr", None])
def test_start_says_what_somebody_can_do(
    world: World, who: int, zh: str, en: str, language_code: str | None
) -> None:
    world.language_code = language_code
    said = words(world.say(who, "/start"))
    assert (en if language_code in ("en", "fr") else zh) in said


def test_only_couriers_are_offered_to_report(world: World) -> None:
    offered = {
        who: [one.data for one in shown(world.say(who, "/start"))] for who in (COURIER, WORKER, STRANGER)
    }
    assert "report" in offered[COURIER]
    assert "report" not in offered[WORKER] + offered[STRANGER]


def test_a_start_with_a_payload_is_a_start(world: World) -> None:
    assert "轻骑兵" in words(world.say(COURIER, "/start abc-DEF_1"))


@pytest.mark.parametrize("who", [COURIER, WORKER, COORDINATOR, STRANGER])
@pytest.mark.parametrize(("language_code", "number"), [("zh-hans", "120"), ("en", "call 120")])
def test_help_names_the_emergency_numbers(world: World, who: int, language_code: str, number: str) -> None:
    world.language_code = language_code
    assert number in words(world.say(who, "/help"))


def test_a_language_chosen_stays_whatever_the_client_says(world: World) -> None:
    menu = world.say(COURIER, "/language")
    assert [one.text for one in shown(menu)][:2] == ["中文", "English"]
    rows = world.press(COURIER, "language:en", message_id=7)
    assert only(rows, "editMessageText").parameters["message_id"] == 7
    assert "Hello" in words(rows)
    assert "Hello" in words(world.say(COURIER, "/start"))


@pytest.mark.parametrize("page", ["start", "help", "language"])
def test_the_menu_is_edited_in_place(world: World, page: str) -> None:
    rows = world.press(COURIER, f"menu:{page}", message_id=7)
    assert methods(rows) == ["editMessageText", "answerCallbackQuery"]


@pytest.mark.parametrize("data", ["menu", "menu:", "menu:gold", "language:fr", "language", "language:zh:1"])
def test_a_page_that_does_not_exist_is_answered_kindly(world: World, data: str) -> None:
    rows = world.press(COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "按钮已经失效" in str(rows[0].parameters["text"])


def test_a_name_is_shown_as_it_is(world: World) -> None:
    world.command("import-people", people=[{"user_id": COURIER, "name": "<b>李&强{{x}}", "roles": []}])
    assert "&lt;b&gt;李&amp;强{{x}}" in words(world.say(COURIER, "/start"))


def test_an_admin_of_the_settings_is_one_without_a_row(world: World) -> None:
    world.say(ADMIN, "/start")
    assert Role.ADMIN not in world.member(ADMIN).roles


def test_in_a_group_nothing_personal_is_said(world: World) -> None:
    for command in ("/start", "/help", "/language", "/report", "/cancel"):
        rows = world.say(COURIER, command, chat=-100)
        assert [row.chat_id for row in rows] == [-100]
        assert "私聊" in words(rows)
    assert world.draft(COURIER) is None


@pytest.mark.parametrize(("language_code", "said"), [("zh-hans", "照样能先报"), ("en", "can report already")])
def test_whoever_waits_learns_that_their_reports_go_out_when_they_are_let_in(
    world: World, language_code: str, said: str
) -> None:
    world.press(PENDING, f"language:{language_code[:2]}")
    for command in ("/start", "/help"):
        assert said in words(world.say(PENDING, command))
