"""What nothing understands, and what somebody may not do, is answered kindly and leaves nothing."""

from __future__ import annotations

import pytest

from handlers.apology import apologize
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
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
FILE = {"file_id": "d", "file_unique_id": "u"}


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
    ("content", "chinese", "english"),
    [
        ({"sticker": STICKER}, "表情", "sticker"),
        ({"audio": {**FILE, "duration": 1}}, "声音文件", "sound files"),
        ({"video": {**FILE, "duration": 1, "width": 1, "height": 1}}, "视频", "videos"),
        ({"video_note": {**FILE, "duration": 1, "length": 1}}, "视频", "videos"),
        (
            {"animation": {**FILE, "duration": 1, "width": 1, "height": 1}, "document": FILE},
            "动图",
            "moving picture",
        ),
        ({"document": {**FILE, "mime_type": "application/pdf"}}, "不是图片", "no picture"),
        ({"dice": {"emoji": "🎲", "value": 1}}, "这个我用不上", "cannot use that"),
    ],
)
def test_what_cannot_be_used_is_said_by_its_kind(
    world: World, content: dict[str, object], chinese: str, english: str
) -> None:
    world.photo(COURIER)
    before = world.draft(COURIER)
    said = words(world.message(COURIER, content))
    assert chinese in said
    assert "没有保存" in said
    world.press(COURIER, "language:en")
    assert english in words(world.message(COURIER, content))
    assert world.draft(COURIER) == before


def test_a_pinned_message_is_no_talk(world: World) -> None:
    pinned = {"message_id": 1, "date": 1, "chat": {"id": COURIER, "type": "private"}}
    assert world.message(COURIER, {"pinned_message": pinned}) == []


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        (WORKER, "处理上报"),
        (COORDINATOR, "处理上报"),
        (ADMIN, "处理上报"),
    ],
)
def test_whoever_has_another_part_on_the_team_is_told_so_and_nothing_is_kept(
    world: World, who: int, answer: str
) -> None:
    for rows in (world.photo(who), world.location(who, WEST), world.say(who, "/report")):
        assert answer in words(rows)
        assert methods(rows) == ["sendMessage"]
    assert world.all_reports() == []


@pytest.mark.parametrize("who", [WORKER, COORDINATOR, ADMIN])
def test_a_forged_report_button_opens_nothing(world: World, who: int) -> None:
    (row,) = world.press(who, "report")
    assert "失效" in str(row.parameters["text"]) or "加入" in str(row.parameters["text"])
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
