"""A broadcast under way: who gets it and when, and that everybody is counted once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.broadcasts import preparing
from storage import erasure, members, outbox, preferences
from storage.inbox import EventId
from storage.members import Standing
from storage.outbox import OutboxRow, State
from storage.preferences import Night, Preferences
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.broadcasts.desk import BLOCKED, GONE, HOUR, MINUTE, at
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_COURIER,
    World,
    button,
    methods,
    shown,
    words,
)


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
    assert "已经在发了" in desk.answered(again)


def test_rows_are_made_page_by_page_each_announcing_the_next(world: World) -> None:
    desk.more_couriers(world, 2 * preparing.PAGE)
    first = desk.copies(desk.launch(world))
    assert len(first) == preparing.PAGE
    rest = desk.copies(desk.pages(world))
    assert len({row.chat_id for row in [*first, *rest]}) == 2 * preparing.PAGE + 2
    assert len(rest) == preparing.PAGE + 2


def test_who_joins_after_the_start_is_not_among_them(world: World) -> None:
    desk.launch(world)
    desk.more_couriers(world, 1)
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
    desk.more_couriers(world, 1)
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
    assert "已经过了" in desk.answered(world.press(COORDINATOR, button(preview, "send_confirm:")))


def test_who_has_left_or_was_erased_before_their_page_is_skipped(world: World) -> None:
    desk.more_couriers(world, preparing.PAGE)  # numbers after those of the couriers already there
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
    desk.more_couriers(world, 8)
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
