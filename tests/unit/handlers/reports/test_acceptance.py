"""The grid worker takes a report on; old, repeated and forged buttons get a precise answer."""

from __future__ import annotations

import pytest

from storage.outbox import OutboxRow
from storage.reports import ReportState
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    OTHER_WORKER,
    PENDING,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    grid,
    methods,
    only,
    shown,
    words,
)


@pytest.fixture
def submission(world: World) -> list[OutboxRow]:
    """The rows of a report that has just been submitted from the western grid."""
    world.downloaded(only(world.photo(COURIER), "getFile"))
    keyboard = world.location(COURIER, WEST)
    return world.press(COURIER, category_button(keyboard, "manhole"))


def state(world: World) -> ReportState:
    return world.all_reports()[0].state


def answer(rows: list[OutboxRow]) -> str:
    return str(only(rows, "answerCallbackQuery").parameters.get("text", ""))


def test_accepting_tells_the_courier_and_changes_the_card(world: World, submission: list[OutboxRow]) -> None:
    rows = world.press(WORKER, button(submission, "accept:"))
    assert state(world) is ReportState.ACCEPTED
    assert "WH-2026-000001" in answer(rows)
    assert "王秀英" in words(rows, COURIER)
    edit = only(rows, "editMessageCaption")
    assert edit.parent == next(row.id for row in submission if row.method == "sendPhoto")
    assert "已接单" in str(edit.parameters["caption"])
    assert [one.data.split(":")[0] for one in shown([edit])] == [
        "work",
        "fix",
        "hand_over",
        "defer",
        "write",
        "choose_same",
    ]


def test_a_double_tap_accepts_once(world: World, submission: list[OutboxRow]) -> None:
    world.press(WORKER, button(submission, "accept:"))
    rows = world.press(WORKER, button(submission, "accept:"))
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经由王秀英接下" in answer(rows)
    assert world.transaction.number("SELECT count(*) FROM report_changes WHERE action = 'accept'") == 1


def test_of_two_workers_the_first_has_it_and_both_cards_say_so(world: World) -> None:
    shared = grid("west", 114.30, 114.32, [WORKER, OTHER_WORKER])
    world.command("import-grids", geojson={"type": "FeatureCollection", "features": [shared]})
    world.downloaded(only(world.photo(COURIER), "getFile"))
    keyboard = world.location(COURIER, WEST)
    submission = world.press(COURIER, category_button(keyboard, "manhole"))
    rows = world.press(OTHER_WORKER, button(submission, "accept:"))
    assert {row.chat_id for row in rows if row.method == "editMessageCaption"} == {WORKER, OTHER_WORKER}
    assert "已经由周敏接下" in answer(world.press(WORKER, button(submission, "accept:")))


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, PENDING, STRANGER, ADMIN])
def test_whoever_does_not_answer_for_the_place_cannot_accept(
    world: World, submission: list[OutboxRow], who: int
) -> None:
    rows = world.press(who, button(submission, "accept:"))
    assert state(world) is ReportState.SUBMITTED
    assert methods(rows) == ["answerCallbackQuery"]
    assert "归别的网格管" in answer(rows)


def test_a_coordinator_can_accept_anywhere(world: World, submission: list[OutboxRow]) -> None:
    world.press(COORDINATOR, button(submission, "accept:"))
    assert state(world) is ReportState.ACCEPTED


def test_a_worker_who_has_left_cannot_accept(world: World, submission: list[OutboxRow]) -> None:
    left = {"user_id": WORKER, "name": "王秀英", "standing": "left", "roles": ["grid_worker"]}
    world.command("import-people", people=[left])
    world.press(WORKER, button(submission, "accept:"))
    assert state(world) is ReportState.SUBMITTED


@pytest.mark.parametrize(
    "data",
    [
        "accept",
        "accept:",
        "accept::",
        "accept:nothing:1",
        "accept:{token}",
        "accept:{token}:x",
        "accept:{token}:²",
        "a",
    ],
)
def test_a_forged_button_changes_nothing_and_is_answered(
    world: World, submission: list[OutboxRow], data: str
) -> None:
    rows = world.press(WORKER, data.format(token=world.all_reports()[0].token))
    assert state(world) is ReportState.SUBMITTED
    assert "按钮已经失效" in answer(rows)


def test_a_button_of_another_version_is_out_of_date(world: World, submission: list[OutboxRow]) -> None:
    rows = world.press(WORKER, f"accept:{world.all_reports()[0].token}:99")
    assert state(world) is ReportState.SUBMITTED
    assert "过时" in answer(rows)


def test_a_draft_cannot_be_accepted(world: World) -> None:
    world.photo(COURIER)
    rows = world.press(COORDINATOR, f"accept:{world.all_reports()[0].token}:1")
    assert "还没报完" in answer(rows)


def test_nobody_else_can_choose_the_category_or_give_up_a_draft(world: World) -> None:
    keyboard = world.say(COURIER, "/report")
    for data in (category_button(keyboard, "leak"), button(keyboard, "cancel:")):
        assert "不是你的上报" in answer(world.press(OTHER_COURIER, data))
    assert world.all_reports()[0].state is ReportState.DRAFT
    assert world.all_reports()[0].category is None


def test_a_courier_who_has_left_cannot_go_on_with_a_draft(world: World) -> None:
    keyboard = world.say(COURIER, "/report")
    left = {"user_id": COURIER, "name": "李强", "standing": "left", "roles": ["courier"]}
    world.command("import-people", people=[left])
    world.press(COURIER, category_button(keyboard, "leak"))
    assert world.all_reports()[0].category is None


def test_a_category_that_does_not_exist_is_refused(world: World) -> None:
    keyboard = world.say(COURIER, "/report")
    data = category_button(keyboard, "leak").replace(":leak", ":gold")
    assert "按钮已经失效" in answer(world.press(COURIER, data))


def test_choosing_the_same_category_twice_says_so_and_asks_nothing(world: World) -> None:
    keyboard = world.say(COURIER, "/report")
    world.press(COURIER, category_button(keyboard, "leak"))
    rows = world.press(COURIER, category_button(keyboard, "leak"))
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经选了" in answer(rows)


def test_the_category_can_be_changed_until_the_report_is_submitted(world: World) -> None:
    keyboard = world.say(COURIER, "/report")
    world.press(COURIER, category_button(keyboard, "leak"))
    world.press(COURIER, category_button(keyboard, "litter"))
    assert world.all_reports()[0].category == "litter"


@pytest.mark.parametrize("which", ["category:", "cancel:"])
def test_buttons_of_a_submitted_report_say_its_number(world: World, which: str) -> None:
    keyboard = world.say(COURIER, "/report")
    world.downloaded(only(world.photo(COURIER), "getFile"))
    world.location(COURIER, WEST)
    world.press(COURIER, category_button(keyboard, "manhole"))
    assert "WH-2026-000001 已经报上去" in answer(world.press(COURIER, button(keyboard, which)))
    assert len(world.all_reports()) == 1


@pytest.mark.parametrize("which", ["category:", "cancel:"])
def test_buttons_of_a_draft_given_up_say_so(world: World, which: str) -> None:
    keyboard = world.say(COURIER, "/report")
    world.say(COURIER, "/cancel")
    assert "已经不报了" in answer(world.press(COURIER, button(keyboard, which)))
