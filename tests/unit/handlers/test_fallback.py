"""What nothing understands, and what somebody may not do, is answered kindly and leaves nothing."""

from __future__ import annotations

import pytest

from handlers.apology import apologize
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    PENDING,
    STRANGER,
    WEST,
    WORKER,
    World,
    methods,
    words,
)

STICKER = {
    "file_id": "s",
    "file_unique_id": "u",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
DOCUMENT = {"file_id": "d", "file_unique_id": "u", "mime_type": "image/png"}


@pytest.mark.parametrize("who", [COURIER, STRANGER, WORKER])
def test_an_unknown_command_is_named_and_help_offered(world: World, who: int) -> None:
    said = words(world.say(who, "/fly<b>"))
    assert "/fly&lt;b&gt;" in said
    assert "/help" in said


@pytest.mark.parametrize("text", ["你好", "hello", "<b>", "{{ 7*7 }}", "x" * 4096, "\u202eolleh"])
def test_small_talk_is_answered_kindly(world: World, text: str) -> None:
    assert "/help" in words(world.say(COURIER, text))
    assert world.draft(COURIER) is None


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": STICKER},
        {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}},
        {"contact": {"phone_number": "1", "first_name": "x"}},
        {"dice": {"emoji": "🎲", "value": 1}},
    ],
)
def test_what_cannot_be_used_is_said(world: World, content: dict[str, object]) -> None:
    rows = world.message(COURIER, content)
    assert "没有保存" in words(rows)


def test_a_picture_sent_as_a_file_is_asked_for_as_a_photo(world: World) -> None:
    assert "按“照片”再发一次" in words(world.message(COURIER, {"document": DOCUMENT}))


def test_a_pinned_message_is_no_talk(world: World) -> None:
    pinned = {"message_id": 1, "date": 1, "chat": {"id": COURIER, "type": "private"}}
    assert world.message(COURIER, {"pinned_message": pinned}) == []


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        (STRANGER, "报名从下一个版本开始"),
        (PENDING, "等协调员答复"),
        (WORKER, "处理上报"),
        (COORDINATOR, "处理上报"),
        (ADMIN, "处理上报"),
    ],
)
def test_whoever_is_no_active_courier_is_told_why_and_nothing_is_kept(
    world: World, who: int, answer: str
) -> None:
    for rows in (world.photo(who), world.location(who, WEST), world.say(who, "/report")):
        assert answer in words(rows)
        assert methods(rows) == ["sendMessage"]
    assert world.all_reports() == []


@pytest.mark.parametrize(
    ("who", "answer"), [(STRANGER, "先加入队伍"), (PENDING, "等协调员"), (WORKER, "失效")]
)
def test_a_forged_report_button_is_answered_by_standing(world: World, who: int, answer: str) -> None:
    (row,) = world.press(who, "report")
    assert answer in str(row.parameters["text"])
    assert world.all_reports() == []


@pytest.mark.parametrize("data", ["", "gold", "accept2:1", "会", "🎲:1"])
def test_every_press_is_answered(world: World, data: str) -> None:
    assert methods(world.press(COURIER, data)) == ["answerCallbackQuery"]


def test_talk_in_a_group_is_not_answered(world: World) -> None:
    assert world.say(COURIER, "hello", chat=-100) == []
    assert world.say(COURIER, "/fly", chat=-100) == []
    assert world.photo(COURIER, chat=-100) == []


@pytest.mark.parametrize(("language_code", "sorry"), [("zh-hans", "抱歉"), ("en", "Sorry")])
def test_an_apology_says_what_to_do(world: World, language_code: str, sorry: str) -> None:
    world.language_code = language_code
    context = world.context_of_message(COURIER)
    apologize(context)
    assert sorry in words(context.rows)
    assert "/start" in words(context.rows)
