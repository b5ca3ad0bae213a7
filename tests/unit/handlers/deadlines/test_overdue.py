"""Who hears that a report is late: whoever has it and their deputy, then coordinators; a danger waits for nobody."""

from __future__ import annotations

import pytest

from storage import absences, deputies, preferences, report_deadlines
from storage.outbox import OutboxRow
from storage.preferences import Night, Preferences
from storage.report_deadlines import Deadline
from tests.unit.handlers.clockwork import DAY, HOUR, MINUTE
from tests.unit.handlers.deadlines.moments import at
from tests.unit.handlers.deeds.reports import accepted, report
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COORDINATOR,
    OTHER_WORKER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    collection,
    grid,
    only,
    shown,
    words,
)

GROUP = -1001
NINE = at("2026-11-25 09:00")  # a Wednesday
LATE = at("2026-11-25 11:00")  # two hours later: a leak is to be taken on by then


def look(world: World, now: int) -> list[OutboxRow]:
    world.now = now
    return world.tick("overdue reports")


def said(rows: list[OutboxRow]) -> list[int]:
    """The chats that were written to, edits of cards left out."""
    return [row.chat_id for row in rows if row.method == "sendMessage"]


def cards_in(rows: list[OutboxRow]) -> list[int]:
    return [row.chat_id for row in rows if row.method == "sendPhoto"]


def edits(rows: list[OutboxRow]) -> list[OutboxRow]:
    return [row for row in rows if row.method == "editMessageCaption"]


@pytest.fixture
def leak(world: World) -> World:
    """A leak was reported in the west on Wednesday at nine."""
    world.now = NINE
    report(world)
    return world


def wire(world: World, now: int) -> None:
    """A danger is reported in the west."""
    world.now = now
    world.downloaded(only(world.photo(COURIER, "wire"), "getFile"))
    world.press(COURIER, category_button(world.location(COURIER, WEST), "live_cable"))


def test_before_its_time_nobody_hears_anything(leak: World) -> None:
    assert not report_deadlines.any_overdue(leak.transaction, LATE - 1)
    assert look(leak, LATE - 1) == []


def test_whoever_has_it_hears_it_with_a_button_and_its_card_says_so(leak: World) -> None:
    rows = look(leak, LATE + 20 * MINUTE)
    assert said(rows) == [WORKER]
    assert "超时 20 分钟" in words(rows)
    assert "还没接单" in words(rows)
    number = leak.all_reports()[0].number
    assert [one.text for one in shown([rows[0]])] == [f"📄 {number}"]
    assert "超时：11月25日 周三 11:00前就该接单" in str(edits(rows)[0].parameters["caption"])


def test_whoever_took_it_on_hears_that_it_is_not_fixed(world: World) -> None:
    world.now = NINE
    accepted(world)
    rows = look(world, at("2026-11-26 10:30"))
    assert said(rows) == [WORKER]
    assert "还没修好" in words(rows)


def test_a_coordinator_who_took_it_on_hears_it_and_not_the_grid(leak: World) -> None:
    one = leak.all_reports()[0]
    leak.press(COORDINATOR, f"accept:{one.token}:{one.version}")
    assert said(look(leak, LATE + 5 * DAY)) == [COORDINATOR]


def test_the_permanent_deputy_hears_it_too_and_who_has_it(leak: World) -> None:
    deputies.appoint(leak.transaction, leak.member(WORKER).id, leak.member(OTHER_WORKER).id)
    rows = look(leak, LATE)
    assert said(rows) == [WORKER, OTHER_WORKER]
    assert "王秀英" in words(rows, OTHER_WORKER)


def test_a_deputy_who_is_away_or_stands_in_already_hears_it_once_or_not(leak: World) -> None:
    worker, deputy = leak.member(WORKER).id, leak.member(OTHER_WORKER).id
    deputies.appoint(leak.transaction, worker, deputy)
    absences.begin(leak.transaction, worker, None, leak.now + 9 * DAY, leak.now)
    assert said(look(leak, LATE)) == [OTHER_WORKER]


def test_after_as_long_again_coordinators_get_its_card(leak: World) -> None:
    look(leak, LATE)
    assert look(leak, at("2026-11-25 14:59")) == []  # nobody works at noon
    rows = look(leak, at("2026-11-25 15:00"))
    assert sorted(said(rows)) == sorted(cards_in(rows)) == [COORDINATOR, OTHER_COORDINATOR]
    taken = leak.press(COORDINATOR, button([row for row in rows if row.chat_id == COORDINATOR], "accept:"))
    assert "刘敏" in words(taken, COURIER)


def test_the_third_time_is_only_noted_and_then_it_is_quiet(leak: World) -> None:
    look(leak, LATE)
    look(leak, at("2026-11-25 15:00"))
    assert look(leak, at("2026-11-25 17:00")) == []
    one = leak.all_reports()[0]
    assert report_deadlines.times_noticed(leak.transaction, one.id, Deadline.ACCEPT, LATE) == 3
    assert not report_deadlines.any_overdue(leak.transaction, leak.now + 365 * DAY)


def test_two_ticks_and_a_clock_set_back_say_nothing_twice(leak: World) -> None:
    assert said(look(leak, LATE)) == [WORKER]
    assert look(leak, LATE) == look(leak, LATE - HOUR) == look(leak, LATE + MINUTE) == []


@pytest.mark.parametrize("restarted", [True, False])
def test_what_was_lost_before_its_commit_is_said_once(leak: World, restarted: bool) -> None:
    leak.now = LATE
    assert said(leak.tick_twice("overdue reports", restarted=restarted)) == [WORKER]
    assert leak.tick("overdue reports") == []


def test_after_days_without_a_process_its_worker_hears_it_before_coordinators(leak: World) -> None:
    rows = look(leak, LATE + 5 * DAY)
    assert said(rows) == [WORKER]
    assert look(leak, leak.now + MINUTE) == []
    assert sorted(said(look(leak, leak.now + DAY))) == [COORDINATOR, OTHER_COORDINATOR]


def test_a_quiet_time_is_waited_for_and_what_was_taken_on_by_then_is_not_said(leak: World) -> None:
    worker = leak.member(WORKER).id
    preferences.save(leak.transaction, worker, Preferences(night=Night(10 * 60, 12 * 60)))
    assert look(leak, LATE) == []
    assert leak.transaction.number("SELECT count(*) FROM report_overdues") == 0
    assert said(look(leak, at("2026-11-25 12:00"))) == [WORKER]


def test_what_was_decided_meanwhile_is_not_late(leak: World) -> None:
    one = leak.all_reports()[0]
    leak.press(WORKER, f"accept:{one.token}:{one.version}")
    assert look(leak, LATE) == []


def test_while_its_reporter_is_asked_nobody_is_late(leak: World) -> None:
    one = leak.all_reports()[0]
    presets = leak.press(WORKER, f"ask:{one.token}:{one.version}")
    leak.press(WORKER, category_button(presets, "still_there"))
    assert leak.all_reports()[0].state == "asked"
    assert look(leak, LATE + 5 * HOUR) == []


def test_a_group_that_has_it_alone_hears_it_there(world: World) -> None:
    west = grid("west", 114.30, 114.32, [WORKER])
    west["properties"] |= {"group": GROUP, "group_only": True}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(west))
    world.now = NINE
    report(world)
    assert said(look(world, LATE)) == [GROUP]


class TestDangers:
    """They do not wait for the morning, nor for a second time."""

    @pytest.fixture
    def danger(self, world: World) -> World:
        deputies.appoint(world.transaction, world.member(WORKER).id, world.member(OTHER_WORKER).id)
        wire(world, at("2026-11-28 23:30"))  # a Saturday night
        return world

    def test_after_fifteen_minutes_deputies_and_coordinators_hear_it_with_a_sound(
        self, danger: World
    ) -> None:
        assert look(danger, danger.now + 15 * MINUTE - 1) == []
        rows = look(danger, danger.now + 1)
        assert sorted(said(rows)) == [WORKER, OTHER_WORKER, COORDINATOR, OTHER_COORDINATOR]
        assert sorted(cards_in(rows)) == [COORDINATOR, OTHER_COORDINATOR]
        heard = [row for row in rows if row.method in ("sendMessage", "sendPhoto")]
        assert all("disable_notification" not in row.parameters and row.due_at <= danger.now for row in heard)

    def test_they_hear_it_once_more_and_then_no_more(self, danger: World) -> None:
        look(danger, danger.now + 15 * MINUTE)
        rows = look(danger, danger.now + 15 * MINUTE)
        assert sorted(said(rows)) == [WORKER, OTHER_WORKER, COORDINATOR, OTHER_COORDINATOR]
        assert look(danger, danger.now + 15 * MINUTE) == []

    def test_once_somebody_has_it_only_the_fixing_is_due(self, danger: World) -> None:
        one = danger.all_reports()[0]
        danger.press(WORKER, f"accept:{one.token}:{one.version}")
        assert look(danger, danger.now + 3 * HOUR - 1) == []
        assert WORKER in said(look(danger, danger.now + 1))
