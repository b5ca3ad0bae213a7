"""Everything open that somebody answers for, on one page."""

from __future__ import annotations

from storage import absences, report_changes
from storage.report_changes import Change
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, next_time
from tests.unit.handlers.reports.reporting import Rows, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    EAST,
    FAR_AWAY,
    OTHER_WORKER,
    WEST,
    WORKER,
    Spot,
    World,
    button,
    methods,
    shown,
    words,
)


def several(world: World, count: int, spot: Spot = WEST) -> list[str]:
    """So many reports an hour apart; their numbers."""
    for _ in range(count):
        world.now += HOUR
        submit(world, spot)
    return [str(report.number) for report in world.all_reports()[-count:]]


def numbers(rows: Rows) -> list[str]:
    """Which have a button, in order."""
    return [one.text.removeprefix("📄 ") for one in shown(rows) if one.data.startswith("show:")]


def filters(rows: Rows) -> list[str]:
    return [one.text for one in shown(rows) if one.data.startswith("mine:") and one.data.endswith(":0")]


def test_the_oldest_come_first_with_state_place_and_age(world: World) -> None:
    first, second = several(world, 2)
    rows = world.say(WORKER, "/mine")
    assert numbers(rows) == [first, second]
    assert f"<code>{first}</code> ⭕ 井盖问题 · 待受理 · west网格 · 1 小时" in words(rows)


def test_eight_are_on_a_page_and_the_others_on_the_next(world: World) -> None:
    everything = several(world, 10)
    rows = world.say(WORKER, "/mine")
    assert numbers(rows) == everything[:8]
    later = world.press(WORKER, "mine:all:1")
    assert methods(later) == ["editMessageText", "answerCallbackQuery"]
    assert numbers(later) == everything[8:]


def test_a_page_that_is_gone_by_now_is_the_last_one(world: World) -> None:
    everything = several(world, 2)
    assert numbers(world.press(WORKER, "mine:all:7")) == everything


def test_groups_of_states_are_counted_and_shown_alone(world: World) -> None:
    several(world, 3)
    first, second, third = world.all_reports()
    in_state(world, first, ReportState.DEFERRED)
    in_state(world, second, ReportState.FIXED)
    rows = world.say(WORKER, "/mine")
    assert filters(rows) == ["全部 3", "🆕 待受理 1", "🔧 处置中 1", "📷 待核查 1"]
    assert numbers(world.press(WORKER, "mine:in_hand:0")) == [first.number]
    assert numbers(world.press(WORKER, "mine:to_verify:0")) == [second.number]
    assert numbers(world.press(WORKER, "mine:to_accept:0")) == [third.number]


def test_what_is_over_is_not_there(world: World) -> None:
    several(world, 2)
    closed, returned = world.all_reports()
    in_state(world, closed, ReportState.CLOSED)
    in_state(world, returned, ReportState.RETURNED)
    assert "没有未结的上报" in words(world.say(WORKER, "/mine"))


def test_a_number_shows_its_card(world: World) -> None:
    several(world, 1)
    rows = world.press(WORKER, button(world.say(WORKER, "/mine"), "show:"))
    assert button(rows, "accept:")


def test_nobody_sees_what_is_another_grids(world: World) -> None:
    mine, others = several(world, 1), several(world, 1, EAST)
    assert numbers(world.say(WORKER, "/mine")) == mine
    assert numbers(world.say(OTHER_WORKER, "/mine")) == others


def test_what_was_handed_over_is_whose_it_is_now(world: World) -> None:
    (number,) = several(world, 1)
    one = world.all_reports()[0]
    other = world.member(OTHER_WORKER).id
    step = Change(
        one.id, one.version, "hand_over", None, one.state, ReportState.HANDED_OVER, assignee_id=other
    )
    report_changes.apply(world.transaction, step, world.now)
    assert numbers(world.say(WORKER, "/mine")) == []
    assert numbers(world.say(OTHER_WORKER, "/mine")) == [number]


def test_whoever_stands_in_sees_theirs_too_and_who_is_away_still_sees_them(world: World) -> None:
    everything = [*several(world, 1), *several(world, 1, EAST)]
    worker, other = world.member(WORKER).id, world.member(OTHER_WORKER).id
    absences.begin(world.transaction, worker, other, world.now + DAY, world.now)
    assert numbers(world.say(OTHER_WORKER, "/mine")) == everything
    assert numbers(world.say(WORKER, "/mine")) == everything[:1]


def test_coordinators_see_what_nobody_else_can_see_to_and_what_was_handed_to_them(world: World) -> None:
    several(world, 1)
    (far,) = several(world, 1, FAR_AWAY)
    assert numbers(world.say(COORDINATOR, "/mine")) == [far]
    one = world.all_reports()[0]
    step = Change(one.id, one.version, "hand_over", None, one.state, ReportState.HANDED_OVER)
    report_changes.apply(world.transaction, step, world.now)
    assert numbers(world.say(COORDINATOR, "/mine")) == [one.number, far]
    assert numbers(world.say(WORKER, "/mine")) == []


def test_a_grid_whose_worker_is_away_without_anybody_is_the_coordinators(world: World) -> None:
    (number,) = several(world, 1)
    absences.begin(world.transaction, world.member(WORKER).id, None, world.now + DAY, world.now)
    assert numbers(world.say(COORDINATOR, "/mine")) == [number]


def test_the_menu_leads_there(world: World) -> None:
    assert button(world.say(WORKER, "/start"), "mine") == "mine"


def test_each_says_by_when_it_is_due_and_how_late_it_is(world: World) -> None:
    world.now = next_time(world.now, 9)
    submit(world)
    assert "⏰ 9月22日 周二 11:00前" in words(world.say(WORKER, "/mine"))
    world.now += 5 * HOUR
    assert "⚠️ 超时 3 小时" in words(world.say(WORKER, "/mine"))
