"""``/reports``: one's own reports, the newest first, page by page, in words that say how they stand."""

from __future__ import annotations

import pytest

from handlers.my_reports.listing import PER_PAGE
from handlers.pages import Page, page_number
from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    STRANGER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)

MINUTE = 60_000


def listed(rows: list[OutboxRow]) -> list[str]:
    """The buttons of the reports."""
    return [one.text for one in shown(rows) if one.data.startswith("reports:at:")]


def several(world: World, count: int) -> None:
    for _ in range(count):
        world.now += 15 * MINUTE
        submit(world)


def test_reports_stand_in_words_the_newest_first(world: World) -> None:
    several(world, 2)
    in_state(world, world.all_reports()[0], ReportState.WORKING)
    world.now += 3 * 24 * 60 * MINUTE
    rows = world.say(COURIER, "/reports")
    assert "我的上报：2 条" in words(rows)
    assert listed(rows) == ["🆕 等网格员接单 · ⭕ 井盖问题 · 3 天", "🔧 处理中 · ⭕ 井盖问题 · 3 天"]


def test_six_stand_on_a_page_and_the_others_on_the_next(world: World) -> None:
    several(world, PER_PAGE + 1)
    first = world.say(COURIER, "/reports")
    assert len(listed(first)) == PER_PAGE
    second = world.press(COURIER, button(first, "reports:in:1"))
    assert "（第 2/2 页）" in words(second)
    assert len(listed(second)) == 1
    assert methods(second)[0] == "editMessageText"
    assert len(listed(world.press(COURIER, button(second, "reports:in:0")))) == PER_PAGE


def test_a_page_that_is_no_more_shows_the_last_one(world: World) -> None:
    several(world, 1)
    assert len(listed(world.press(COURIER, "reports:in:7"))) == 1


def test_a_joined_report_stands_as_the_one_that_goes_on(world: World) -> None:
    several(world, 2)
    one, other = world.all_reports()
    in_state(world, one, ReportState.WORKING)
    join(world, other.id, one.id)
    assert [text.split(" · ")[0] for text in listed(world.say(COURIER, "/reports"))] == ["🔧 处理中"] * 2


def join(world: World, report: int, target: int) -> None:
    world.transaction.execute(
        "UPDATE reports SET state = 'joined', joined_to = :target WHERE id = :report",
        {"report": report, "target": target},
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [(OTHER_COURIER, "发一张照片"), (COORDINATOR, "还没有上报过"), (STRANGER, "还没有上报过")],
)
def test_nobody_sees_the_reports_of_others(world: World, who: int, said: str) -> None:
    several(world, 1)
    rows = world.say(who, "/reports")
    assert said in words(rows)
    assert listed(rows) == []
    assert [one for one in shown(rows) if one.data == "reports:year"] == []


def test_the_menu_leads_there_and_back(world: World) -> None:
    several(world, 1)
    rows = world.press(COURIER, button(world.say(COURIER, "/start"), "reports"))
    assert len(listed(rows)) == 1
    assert button(rows, "menu:start")


def test_in_a_group_nothing_of_it_is_said(world: World) -> None:
    several(world, 1)
    assert "WH-" not in words(world.say(COURIER, "/reports", chat=-100))


def test_the_year_comes_as_a_picture_that_is_drawn_when_it_is_sent(world: World) -> None:
    several(world, 1)
    rows = world.press(COURIER, button(world.say(COURIER, "/reports"), "reports:year"))
    drawn = only(rows, "sendPhoto").parameters["photo"]
    assert isinstance(drawn, dict)
    assert (drawn["drawn"], drawn["member"], drawn["year"]) == ("impact_card", world.member(COURIER).id, 2026)


@pytest.mark.parametrize("data", ["reports:in:x", "reports:in:-1", "reports:at:nothing:0", "reports:what"])
def test_what_was_never_offered_is_answered(world: World, data: str) -> None:
    assert "失效" in answer(world.press(COURIER, data))


def test_pages_are_counted_and_never_run_out() -> None:
    assert Page.of(0, 0, 6) == Page(0, 1, 6)
    assert Page.of(9, 13, 6) == Page(2, 3, 6)
    assert Page.of(1, 13, 6).start == 6
    assert page_number("12") == 12
    assert page_number("1234567") is None
