"""How its sender sees a broadcast go, and who has read it."""

from __future__ import annotations

import pytest

from handlers.broadcasts.progress import Why, why
from storage.broadcasts import BroadcastState
from storage.outbox import State
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.broadcasts.desk import BLOCKED, GONE, SECOND
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    WORKER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)


def test_the_progress_is_edited_in_place_and_only_when_it_has_changed(world: World) -> None:
    rows = desk.launch(world)
    (progress,) = [row for row in rows if row.method == "sendMessage"]
    assert "送达 0（已读 0），共 2 人" in str(progress.parameters["text"])
    assert desk.look(world) == []
    desk.ended(world, desk.copies(rows)[0])
    edit = only(desk.look(world), "editMessageText")
    assert edit.parent == progress.id
    assert "送达 1（已读 0），共 2 人" in str(edit.parameters["text"])
    assert "还剩 1" in str(edit.parameters["text"])


def test_two_edits_are_three_seconds_apart(world: World) -> None:
    first, second = desk.copies(desk.launch(world))
    desk.ended(world, first)
    assert desk.look(world)
    desk.ended(world, second)
    assert desk.look(world, later=2 * SECOND) == []
    assert desk.look(world, later=1 * SECOND)


def test_the_last_edit_says_how_it_ended(world: World) -> None:
    desk.more_couriers(world, 2)
    rows = desk.launch(world)
    first, second, third, fourth = desk.copies(rows)
    world.now += 99 * SECOND
    desk.ended(world, first)
    desk.ended(world, second, State.FAILED, BLOCKED)
    desk.ended(world, third, State.UNCERTAIN, "Timed out")
    desk.ended(world, fourth)
    world.press(first.chat_id, button(rows, "read:"))
    said = words(desk.look(world))
    assert "发完了：骑手</b>，用时 1 分 39 秒" in said
    assert "送达 2（已读 1），共 4 人" in said
    assert "屏蔽了机器人，或从没打开过：1" in said
    assert "不确定收没收到：1" in said
    assert "还剩 0" in said
    assert desk.newest(world).state is BroadcastState.DONE
    assert desk.look(world) == []


def test_reading_counts_once_for_each_recipient_and_for_nobody_else(world: World) -> None:
    rows = desk.launch(world)
    for row in desk.copies(rows):
        desk.ended(world, row)
    data = button(rows, "read:")
    assert "谢谢，记下了" in desk.answered(world.press(COURIER, data))
    assert "已经记过了" in desk.answered(world.press(COURIER, data))
    assert "失效" in desk.answered(world.press(WORKER, data))
    assert "失效" in desk.answered(world.press(COURIER, "read:0123456789abcdef"))
    assert "已读 1" in words(desk.look(world))


def test_after_the_end_its_sender_looks_again_and_sees_who_has_not_read_it(world: World) -> None:
    rows = desk.launch(world)
    for row in desk.copies(rows):
        desk.ended(world, row)
    over = desk.look(world)
    world.press(COURIER, button(rows, "read:"))
    assert "已读 1" in words(world.press(COORDINATOR, button(over, "send_refresh:")))
    listed = words(world.press(COORDINATOR, button(over, "send_names:")))
    assert "张伟" in listed
    assert "李强" not in listed


def test_the_uncertain_are_listed_by_name(world: World) -> None:
    first, second = desk.copies(desk.launch(world))
    desk.ended(world, first, State.UNCERTAIN, "stopped while sending")
    desk.ended(world, second)
    over = desk.look(world)
    data = next(one.data for one in shown(over) if "uncertain" in one.data)
    listed = words(world.press(COORDINATOR, data))
    assert "李强" in listed
    assert "张伟" not in listed


def test_who_has_read_it_is_not_uncertain_any_more(world: World) -> None:
    rows = desk.launch(world)
    first, second = desk.copies(rows)
    desk.ended(world, first, State.UNCERTAIN, "stopped while sending")
    desk.ended(world, second)
    world.press(first.chat_id, button(rows, "read:"))
    assert desk.tally(world) == {"sent": 2}
    said = words(desk.look(world))
    assert "送达 2（已读 1）" in said
    assert "不确定" not in said


def test_long_lists_have_pages(world: World) -> None:
    desk.more_couriers(world, 40)
    for row in desk.copies(desk.launch(world)):
        desk.ended(world, row)
    first = world.press(COORDINATOR, button(desk.look(world), "send_names:"))
    second = world.press(COORDINATOR, button(first, "send_page:"))
    assert methods(second)[0] == "editMessageText"
    names = words(first).count("· ") + words(second).count("· ")
    assert names == 42
    assert "上一页" in str(shown(second))


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (BLOCKED, Why.BLOCKED),
        ("unreachable", Why.BLOCKED),
        ("Chat not found", Why.BLOCKED),
        ("Forbidden: user is deactivated", Why.DEACTIVATED),
        ("left", Why.LEFT),
        ("erased", Why.ERASED),
        (GONE, Why.ORIGINAL_GONE),
        ("Bad Request: something new", Why.REFUSED),
        (None, Why.REFUSED),
    ],
)
def test_every_reason_has_a_meaning(reason: str | None, expected: Why) -> None:
    assert why(reason) is expected
