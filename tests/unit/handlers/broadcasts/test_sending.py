"""A broadcast under way: who gets it, when, how its sender sees it, and that everybody is counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.broadcasts import preparing
from handlers.broadcasts.progress import Why, why
from storage import erasure, members, outbox, preferences
from storage.broadcasts import BroadcastState, StopReason
from storage.inbox import EventId
from storage.members import Standing
from storage.outbox import OutboxRow, State
from storage.preferences import Night, Preferences
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
WUHAN = ZoneInfo("Asia/Shanghai")
GONE = "Message to copy not found"
BLOCKED = "Forbidden: bot was blocked by the user"


def at(hour: int, minute: int = 0) -> int:
    """UTC ms of a time of day in Wuhan."""
    return int(datetime(2026, 9, 23, hour, minute, tzinfo=WUHAN).timestamp() * 1000)


def more_couriers(world: World, number: int) -> None:
    people = [{"user_id": 5000 + n, "name": f"骑手{n}", "roles": ["courier"]} for n in range(number)]
    assert "faults" not in world.command("import-people", people=people)


def answered(rows: list[OutboxRow]) -> str:
    return str(only(rows, "answerCallbackQuery").parameters["text"])


def test_everybody_chosen_gets_a_copy_with_a_button_in_their_language(world: World) -> None:
    members.set_language(world.transaction, world.member(COURIER), "en")
    copies = desk.copies(desk.launch(world))
    assert {row.chat_id for row in copies} == {COURIER, OTHER_COURIER}
    assert methods(copies) == ["copyMessage"] * 2
    assert [one.text for one in shown(copies)] == ["✅ Read", "✅ 知道了"]
    assert {row.parameters["from_chat_id"] for row in copies} == {COORDINATOR}


def test_its_sender_gets_none(world: World) -> None:
    copies = desk.copies(desk.launch(world, circle="everyone"))
    assert COORDINATOR not in {row.chat_id for row in copies}
    assert OTHER_COORDINATOR in {row.chat_id for row in copies}


def test_a_double_tap_starts_it_once(world: World) -> None:
    data = button(desk.preview(world), "send_confirm:")
    assert desk.copies(world.press(COORDINATOR, data))
    again = world.press(COORDINATOR, data)
    assert desk.copies(again) == []
    assert "已经在发了" in answered(again)


def test_rows_are_made_page_by_page_each_announcing_the_next(world: World) -> None:
    more_couriers(world, 2 * preparing.PAGE)
    first = desk.copies(desk.launch(world))
    assert len(first) == preparing.PAGE
    rest = desk.copies(desk.pages(world))
    assert len({row.chat_id for row in [*first, *rest]}) == 2 * preparing.PAGE + 2
    assert len(rest) == preparing.PAGE + 2


def test_who_joins_after_the_start_is_not_among_them(world: World) -> None:
    desk.launch(world)
    more_couriers(world, 1)
    assert desk.look(world) == []
    assert desk.tally(world) == {"waiting": 2}


def test_in_quiet_times_it_comes_without_a_sound_and_when_readable_it_waits(world: World) -> None:
    world.now = at(12)
    assert all(row.parameters["disable_notification"] for row in desk.copies(desk.launch(world)))
    copies = desk.copies(desk.launch(world, timing="readable"))
    assert {row.due_at for row in copies} == {at(13, 30)}
    assert not any("disable_notification" in row.parameters for row in copies)


def test_when_each_can_read_it_asks_each(world: World) -> None:
    world.now = at(21, 30)
    wanted = Preferences(Night(21 * 60, 9 * 60))
    preferences.save(world.transaction, world.member(COURIER).id, wanted)
    due = {row.chat_id: row.due_at for row in desk.copies(desk.launch(world, timing="readable"))}
    assert due == {COURIER: at(9) + 24 * HOUR, OTHER_COURIER: world.now}


def test_a_scheduled_one_starts_at_its_time_with_the_people_of_then(world: World) -> None:
    world.now = at(8)
    said = desk.scheduled(world, at(10) // MINUTE)
    assert "到时候会自动发" in words(said)
    assert desk.copies(said) == []
    more_couriers(world, 1)
    world.now = at(10) - 1
    assert world.tick("broadcasts") == []
    world.now = at(10)
    rows = world.tick("broadcasts")
    assert {row.chat_id for row in desk.copies(rows)} == {COURIER, OTHER_COURIER, 5000}
    assert "正在发给" in words(rows, COORDINATOR)
    assert desk.copies(world.tick("broadcasts")) == []


def test_pressing_a_time_that_has_passed_is_answered(world: World) -> None:
    world.now = at(8)
    shown_times = desk.asked_for_a_time(world)
    preview = desk.choose(world, shown_times, "send_at", at(10) // MINUTE)
    world.now = at(10) + 1
    assert "已经过了" in answered(world.press(COORDINATOR, button(preview, "send_confirm:")))


def test_one_that_the_bot_missed_by_hours_is_not_sent_and_its_sender_told(world: World) -> None:
    world.now = at(8)
    desk.scheduled(world, at(10) // MINUTE)
    world.now = at(17)
    rows = world.tick("broadcasts")
    assert desk.copies(rows) == []
    assert "没在运行" in words(rows, COORDINATOR)
    assert desk.newest(world).why_stopped is StopReason.TOO_LATE


def test_one_whose_sender_is_no_coordinator_any_more_is_not_sent(world: World) -> None:
    world.now = at(8)
    desk.scheduled(world, at(10) // MINUTE)
    members.retire(world.transaction, world.member(COORDINATOR).id)
    world.now = at(10)
    rows = world.tick("broadcasts")
    assert desk.copies(rows) == []
    assert "不是协调员" in words(rows, COORDINATOR)


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
    more_couriers(world, 2)
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
    assert "谢谢，记下了" in answered(world.press(COURIER, data))
    assert "已经记过了" in answered(world.press(COURIER, data))
    assert "失效" in answered(world.press(WORKER, data))
    assert "失效" in answered(world.press(COURIER, "read:0123456789abcdef"))
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
    more_couriers(world, 40)
    for row in desk.copies(desk.launch(world)):
        desk.ended(world, row)
    first = world.press(COORDINATOR, button(desk.look(world), "send_names:"))
    second = world.press(COORDINATOR, button(first, "send_page:"))
    assert methods(second)[0] == "editMessageText"
    names = words(first).count("· ") + words(second).count("· ")
    assert names == 42
    assert "上一页" in str(shown(second))


def test_who_has_left_or_was_erased_before_their_page_is_skipped(world: World) -> None:
    more_couriers(world, preparing.PAGE)  # numbers after those of the couriers already there
    desk.launch(world)
    last = world.transaction.one("SELECT max(member_id) AS id FROM broadcast_recipients")
    assert last is not None
    world.transaction.execute("UPDATE members SET standing = 'left' WHERE id = :id", {"id": last["id"]})
    desk.pages(world)
    assert desk.tally(world) == {"waiting": preparing.PAGE + 1, "skipped": 1}


def test_who_leaves_before_their_row_goes_out_is_skipped_at_once(world: World) -> None:
    first, second = desk.copies(desk.launch(world))
    asked = world.say(COURIER, "/leave")
    world.press(COURIER, button(asked, "leave:"))
    assert desk.state_of(world, first) == ("skipped", "left")
    assert desk.state_of(world, second) == ("waiting", None)


def test_who_is_put_out_by_a_list_of_people_is_found_at_the_next_look(world: World) -> None:
    first, _ = desk.copies(desk.launch(world))
    members.set_standing(world.transaction, world.member(COURIER).id, Standing.LEFT)
    assert "已退出队伍：1" in words(desk.look(world))
    assert desk.state_of(world, first) == ("skipped", "left")


def test_who_erases_themselves_is_skipped_and_counted_as_that(world: World) -> None:
    first, second = desk.copies(desk.launch(world))
    erasure.erase(world.transaction, world.member(COURIER), EventId(1), world.now)
    assert desk.state_of(world, first) == ("skipped", "erased")
    desk.ended(world, second)
    assert "已删除自己的资料：1" in words(desk.look(world))


def test_when_its_sender_is_erased_the_rest_is_not_sent(world: World) -> None:
    more_couriers(world, preparing.PAGE)
    sent, *rest = desk.copies(desk.launch(world))
    desk.ended(world, sent)
    erasure.erase(world.transaction, world.member(COORDINATOR), EventId(1), world.now)
    assert {desk.state_of(world, row) for row in rest} == {("skipped", "cancelled")}
    assert desk.copies(desk.pages(world)) == []
    assert desk.newest(world).original is None
    assert desk.tally(world) == {"sent": 1, "cancelled": preparing.PAGE + 1}


def test_cancelling_takes_back_what_is_not_sent_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.broadcasts.stopping.PAGE", 20)
    more_couriers(world, preparing.PAGE)
    rows = desk.launch(world)
    sent = desk.copies(rows)[0]
    desk.ended(world, sent)
    outbox.mark_sending(world.transaction, [desk.copies(rows)[1].id])
    assert "剩下的不发了" in answered(world.press(COORDINATOR, button(rows, "send_cancel:")))
    assert desk.copies(desk.pages(world)) == []
    assert desk.tally(world) == {"sent": 1, "waiting": 1, "cancelled": preparing.PAGE}
    assert "正在停下来" in words(desk.look(world))
    desk.ended(world, desk.copies(rows)[1])
    said = words(desk.look(world))
    assert "停下来了" in said
    assert f"没有再发：{preparing.PAGE}" in said
    assert "已经停了" in answered(world.press(COORDINATOR, button(rows, "send_cancel:")))


def test_any_coordinator_can_stop_it_and_its_sender_is_told(world: World) -> None:
    rows = desk.launch(world)
    seen = world.say(OTHER_COORDINATOR, "/broadcast")
    stopped = world.press(OTHER_COORDINATOR, button(seen, "send_cancel:"))
    assert "赵军" in words(stopped, COORDINATOR)
    assert {desk.state_of(world, row)[0] for row in desk.copies(rows)} == {"skipped"}


def test_a_scheduled_one_is_cancelled_for_good(world: World) -> None:
    world.now = at(8)
    said = desk.scheduled(world, at(10) // MINUTE)
    assert "谁都没有收到" in words(world.press(COORDINATOR, button(said, "send_cancel:")))
    world.now = at(10)
    assert world.tick("broadcasts") == []


def test_when_its_message_was_deleted_it_stops_by_itself(world: World) -> None:
    first, *rest = desk.copies(desk.launch(world, circle="everyone"))
    rows = desk.refused(world, first, GONE)
    assert "原消息被删了" in words(rows, COORDINATOR)
    assert {desk.state_of(world, row)[0] for row in rest} == {"skipped"}
    said = words(desk.look(world))
    assert "停下来了" in said
    assert "原消息没了：1" in said


def test_a_copy_that_one_person_does_not_get_stops_nobody_elses(world: World) -> None:
    first, second = desk.copies(desk.launch(world))
    assert desk.refused(world, first, BLOCKED) == []
    assert desk.state_of(world, second) == ("waiting", None)


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


ENDINGS: list[Callable[[World, OutboxRow], object]] = [
    desk.ended,
    lambda world, row: desk.ended(world, row, State.FAILED, BLOCKED),
    lambda world, row: desk.ended(world, row, State.UNCERTAIN, "Timed out"),
    lambda world, row: desk.refused(world, row, GONE),
    lambda world, row: outbox.mark_sending(world.transaction, [row.id]),
    lambda world, row: erasure.erase(world.transaction, world.member(row.chat_id), EventId(1), world.now),
    lambda world, row: members.retire(world.transaction, world.member(row.chat_id).id),
    lambda world, row: outbox.sending_became_uncertain(world.transaction, world.now),
    lambda world, row: world.press(COORDINATOR, f"send_cancel:{desk.newest(world).token}"),
]


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(range(len(ENDINGS)))), max_size=12))
def test_whatever_happens_everybody_is_counted_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]
) -> None:
    world = World(tmp_path_factory.mktemp("counts") / "bot.sqlite3")
    coordinator = {"user_id": COORDINATOR, "name": "刘敏", "roles": ["coordinator"]}
    world.command("import-people", people=[coordinator])
    more_couriers(world, 8)
    copies = desk.copies(desk.launch(world))
    for number, ending in steps:
        if desk.state_of(world, copies[number])[0] in ("waiting", "sending"):
            ENDINGS[ending](world, copies[number])
        assert sum(desk.tally(world).values()) == 8
        desk.look(world)
        assert sum(desk.tally(world).values()) == 8
    world.close()


def test_in_a_group_none_is_begun(world: World) -> None:
    rows = world.say(COORDINATOR, "/broadcast", chat=-1001000000001)
    assert len(rows) == 1
    assert world.transaction.number("SELECT count(*) FROM broadcasts") == 0
