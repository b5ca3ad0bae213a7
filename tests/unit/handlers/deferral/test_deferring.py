"""What cannot be put right now is deferred until a day, and goes on then by itself."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage import absences, preferences, report_changes, unreachable
from storage.preferences import Night, Preferences
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR, WUHAN, next_time
from tests.unit.handlers.deeds.deferral import asked_until, asked_why
from tests.unit.handlers.deeds.reports import report
from tests.unit.handlers.reports.reporting import Rows, answer
from tests.unit.handlers.world import (
    COURIER,
    OTHER_WORKER,
    WORKER,
    World,
    button,
    collection,
    grid,
    methods,
    shown,
    words,
)

GROUP = -1001


def choose(world: World, until: str) -> Rows:
    """A report is deferred because of parts."""
    choices = asked_until(world)
    return world.press(WORKER, next(one.data for one in shown(choices) if one.data.endswith(f":{until}")))


def deferred_until(world: World) -> datetime:
    until = world.all_reports()[0].deferred_until
    assert until is not None
    return datetime.fromtimestamp(until / 1000, WUHAN)


def come(world: World) -> Rows:
    """The time has come."""
    until = world.all_reports()[0].deferred_until
    assert until is not None
    world.now = max(world.now, until)
    return world.tick("deferred reports")


def test_reasons_then_days_replace_the_buttons_and_back_leads_back(world: World) -> None:
    reasons = asked_why(world)
    assert len(shown(reasons)) == 6 + 1
    assert button(reasons, "decide:")
    days = world.press(WORKER, button(reasons, "defer_for:"))
    assert [one.text for one in shown(days)] == [
        "明天",
        "3 天后",
        "1 周后",
        "2 周后",
        "1 个月后",
        "📅 别的日子",
        "⬅️ 返回",
    ]
    assert button(days, "defer:")


@pytest.mark.parametrize(
    ("until", "days"), [("tomorrow", 1), ("three_days", 3), ("week", 7), ("two_weeks", 14), ("month", 30)]
)
def test_a_day_is_one_press_and_begins_with_the_work(world: World, until: str, days: int) -> None:
    choose(world, until)
    today = datetime.fromtimestamp(world.now / 1000, WUHAN)
    assert (deferred_until(world).date() - today.date()).days == days
    assert deferred_until(world).hour == 9
    assert world.all_reports()[0].state is ReportState.DEFERRED


def test_the_reporter_hears_why_and_until_when_in_their_language(world: World) -> None:
    world.press(COURIER, "language:en")
    rows = choose(world, "week")
    assert methods(rows, COURIER) == ["sendMessage"]
    assert "Waiting for parts" in words(rows, COURIER)
    assert "Mon 28 Sep" in words(rows, COURIER)


def test_every_card_says_so(world: World) -> None:
    assert "⏸ 挂账到 9月28日 周一：等配件" in words(choose(world, "week"), WORKER)


def test_another_day_is_typed(world: World) -> None:
    asked = choose(world, "other")
    assert "哪一天" in words(asked, WORKER)
    rows = world.say(WORKER, "11月28日")
    assert deferred_until(world).date().isoformat() == "2026-11-28"
    assert "11月28日" in words(rows, WORKER)
    assert "等配件" in words(rows, COURIER)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("昨天吧", "没看懂"),
        ("今天", "最早到明天"),
        ("9月1日", "最早到明天"),
        ("2月30日", "没有这一天"),
        ("2029-01-01", "一年以后"),
    ],
)
def test_what_is_no_day_to_come_is_answered_precisely_and_asked_again(
    world: World, typed: str, said: str
) -> None:
    choose(world, "other")
    assert said in words(world.say(WORKER, typed))
    world.say(WORKER, "后天")
    assert world.all_reports()[0].state is ReportState.DEFERRED


def test_with_cancel_it_goes_on_as_before(world: World) -> None:
    choose(world, "other")
    assert "不挂账" in words(world.say(WORKER, "/cancel"))
    assert world.all_reports()[0].state is ReportState.ACCEPTED


def test_a_day_for_what_was_changed_meanwhile_is_refused_with_why(world: World) -> None:
    choose(world, "other")
    one = world.all_reports()[0]
    world.press(WORKER, f"work:{one.token}:{one.version}")
    rows = world.say(WORKER, "后天")
    assert "没有挂账" in words(rows)
    assert world.all_reports()[0].state is ReportState.WORKING


def test_in_a_group_the_day_is_asked_for_in_private(world: World) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER])
    feature["properties"] |= {"group": GROUP}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(feature))
    data = next(one.data for one in shown(asked_until(world)) if one.data.endswith(":other"))
    rows = world.press(WORKER, data, chat_id=GROUP)
    assert "私聊" in answer(rows)
    assert methods(rows, WORKER) == ["sendMessage"]
    world.say(WORKER, "后天")
    assert world.all_reports()[0].state is ReportState.DEFERRED


def test_who_cannot_be_written_to_is_told_so_and_not_asked(world: World) -> None:
    data = next(one.data for one in shown(asked_until(world)) if one.data.endswith(":other"))
    unreachable.mark(world.transaction, "telegram", WORKER, "blocked", world.now)
    rows = world.press(WORKER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "/start" in answer(rows)


class TestGoingOn:
    """The day has come."""

    def test_its_worker_hears_it_once_its_cards_follow_and_its_reporter_hears_nothing(
        self, world: World
    ) -> None:
        choose(world, "week")
        rows = come(world)
        assert world.all_reports()[0].state is ReportState.WORKING
        assert "挂账到期" in words(rows, WORKER)
        assert "等配件" in words(rows, WORKER)
        assert "正在处理" in words(rows, WORKER)
        assert methods(rows, COURIER) == []
        assert world.tick("deferred reports") == []

    def test_nothing_happens_before(self, world: World) -> None:
        choose(world, "week")
        world.now += 6 * DAY
        assert world.tick("deferred reports") == []

    def test_a_quiet_time_is_waited_for(self, world: World) -> None:
        late = Preferences(night=Night(1 * 60, 10 * 60))
        preferences.save(world.transaction, world.member(WORKER).id, late)
        choose(world, "week")
        told = next(row for row in come(world) if "挂账到期" in words([row]))
        assert told.due_at == world.now + HOUR

    def test_after_days_without_a_process_it_goes_on_at_once(self, world: World) -> None:
        choose(world, "tomorrow")
        world.now = next_time(world.now + 9 * DAY, 15)
        assert "挂账到期" in words(come(world), WORKER)

    def test_whoever_stands_in_hears_it_instead(self, world: World) -> None:
        choose(world, "week")
        worker, other = world.member(WORKER).id, world.member(OTHER_WORKER).id
        absences.begin(world.transaction, worker, other, world.now + 30 * DAY, world.now)
        rows = come(world)
        assert "挂账到期" in words(rows, OTHER_WORKER)
        assert "挂账到期" not in words(rows, WORKER)

    def test_who_has_left_is_not_told_but_the_grid_is(self, world: World) -> None:
        choose(world, "week")
        left = {"user_id": WORKER, "name": "王秀英", "standing": "left", "roles": ["grid_worker"]}
        world.command("import-people", people=[left])
        world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [OTHER_WORKER])))
        assert "挂账到期" in words(come(world), OTHER_WORKER)

    def test_it_can_go_on_before_and_be_deferred_again(self, world: World) -> None:
        rows = choose(world, "week")
        rows = world.press(WORKER, button(rows, "go_on:"))
        assert "开始处理" in words(rows, COURIER)
        assert button(rows, "defer:")
        world.now += 8 * DAY
        assert world.tick("deferred reports") == []

    def test_the_clock_is_nobody_in_the_history(self, world: World) -> None:
        choose(world, "week")
        come(world)
        last = report_changes.last_change(world.transaction, world.all_reports()[0].id)
        assert last is not None
        assert (last.action, last.actor_id) == ("resume", None)


def test_what_nobody_took_on_cannot_be_deferred(world: World) -> None:
    report(world)
    one = world.all_reports()[0]
    world.press(WORKER, f"defer_until:{one.token}:{one.version}:parts:week")
    assert world.all_reports()[0].state is ReportState.SUBMITTED
