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
    button,
    methods,
    shown,
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


@pytest.mark.parametrize("command", ["/broadcast", "/people", "/award", "/invite", "/waiting"])
@pytest.mark.parametrize("who", [STRANGER, PENDING, COURIER, WORKER])
def test_what_coordinators_do_is_said_to_be_theirs_and_joining_is_no_way_to_it(
    world: World, who: int, command: str
) -> None:
    rows = world.say(who, command)
    assert "协调员用的" in words(rows)
    assert "加入" not in words(rows)
    assert "110" not in words(rows)
    assert shown(rows) == []


@pytest.mark.parametrize(("command", "whose"), [("/away", "网格员用的"), ("/mine", "网格员和协调员用的")])
def test_what_grid_workers_do_is_said_to_be_theirs(world: World, command: str, whose: str) -> None:
    assert f"这是{whose}" in words(world.say(COURIER, command))


def test_what_couriers_do_is_said_to_be_theirs(world: World) -> None:
    assert "这是骑手用的" in words(world.say(WORKER, "/nearby"))


def test_what_is_for_the_team_begins_with_one_press_for_whoever_is_not_on_it(world: World) -> None:
    refused = world.say(STRANGER, "/training")
    assert "先加入队伍" in words(refused)
    assert "没有保存" not in words(refused)
    assert "先请你看一眼" in words(world.press(STRANGER, shown(refused)[0].data))


def test_whoever_waits_to_join_cannot_begin_again(world: World) -> None:
    refused = world.say(PENDING, "/training")
    assert "等协调员答复" in words(refused)
    assert shown(refused) == []


def test_whoever_has_left_can_come_back_with_one_press(world: World) -> None:
    world.press(COURIER, button(world.say(COURIER, "/leave"), "leave:"))
    refused = world.say(COURIER, "/training")
    assert "想回来" in words(refused)
    assert "先请你看一眼" in words(world.press(COURIER, shown(refused)[0].data))


@pytest.mark.parametrize("who", [WORKER, COORDINATOR])
def test_a_command_to_report_is_nothing_that_could_be_kept(world: World, who: int) -> None:
    assert "没有保存" not in words(world.say(who, "/report"))


@pytest.mark.parametrize("who", [WORKER, COORDINATOR, ADMIN])
def test_cancel_with_nothing_open_says_so_and_tells_only_couriers_how_to_begin(
    world: World, who: int
) -> None:
    assert "没有要取消的" in words(world.say(who, "/cancel"))
    assert "照片" not in words(world.say(who, "/cancel"))
    assert "照片" in words(world.say(COURIER, "/cancel"))


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


@pytest.mark.parametrize("who", [WORKER, COORDINATOR])
def test_whoever_takes_care_of_reports_is_led_to_the_buttons_of_the_card(world: World, who: int) -> None:
    assert "“留言”" in words(world.say(who, "修好了"))
    assert "“处理好了”" in words(world.photo(who))
    assert "“留言”" not in words(world.say(COURIER, "修好了"))
    assert "“处理好了”" not in words(world.say(who, "/report"))
