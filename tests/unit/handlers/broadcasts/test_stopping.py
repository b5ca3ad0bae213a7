"""Not sending the rest: cancelled by somebody, or stopped by itself."""

from __future__ import annotations

import pytest

from handlers.broadcasts import preparing
from storage import erasure, members, outbox
from storage.broadcasts import StopReason
from storage.inbox import EventId
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.broadcasts.desk import BLOCKED, GONE, MINUTE, at
from tests.unit.handlers.world import (
    COORDINATOR,
    OTHER_COORDINATOR,
    World,
    button,
    words,
)


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


def test_when_its_sender_is_erased_the_rest_is_not_sent(world: World) -> None:
    desk.more_couriers(world, preparing.PAGE)
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
    desk.more_couriers(world, preparing.PAGE)
    rows = desk.launch(world)
    sent = desk.copies(rows)[0]
    desk.ended(world, sent)
    outbox.mark_sending(world.transaction, [desk.copies(rows)[1].id])
    assert "剩下的不发了" in desk.answered(world.press(COORDINATOR, button(rows, "send_cancel:")))
    assert desk.copies(desk.pages(world)) == []
    assert desk.tally(world) == {"sent": 1, "waiting": 1, "cancelled": preparing.PAGE}
    assert "正在停下来" in words(desk.look(world))
    desk.ended(world, desk.copies(rows)[1])
    said = words(desk.look(world))
    assert "停下来了" in said
    assert f"没有再发：{preparing.PAGE}" in said
    assert "已经停了" in desk.answered(world.press(COORDINATOR, button(rows, "send_cancel:")))


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
