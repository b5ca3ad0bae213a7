"""From a movement to how it came about: the report and what the grid worker made of it, the award, the correction."""

from __future__ import annotations

import pytest

from storage import holds
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points.awards import REASON, answer, attend, give, undo
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.training import coordinating
from tests.unit.handlers.world import (
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


def opened(world: World, number: int = 1) -> str:
    """A movement of the courier's, the newest being the first."""
    rows = world.say(COURIER, "/points")
    data = [one.data for one in shown(rows) if one.data.startswith("points:at:")][number - 1]
    return words(world.press(COURIER, data))


def test_a_report_is_followed_from_the_photo_to_the_grid_workers_result(world: World) -> None:
    accepted = world.press(WORKER, button(submit(world), "accept:"))
    said = opened(world)
    assert "<b>+1 分</b>" in said
    assert "随手拍 WH-2026-000001 被接单" in said
    assert said.index("9月21日") < said.index("王秀英")
    assert "现在：立案" in said
    assert "按规则第 1 版：📷 随手拍被接单：+1" in said
    assert "有效到 2027年12月31日" in said
    world.press(WORKER, button(accepted, "work:"))
    assert "现在：处置中" in opened(world)


def test_it_leads_to_the_report_itself(world: World) -> None:
    world.press(WORKER, button(submit(world), "accept:"))
    rows = world.press(COURIER, button(world.say(COURIER, "/points"), "points:at:"))
    assert "WH-2026-000001" in words(world.press(COURIER, button(rows, "reports:at:")))


def test_a_grid_worker_who_was_erased_is_a_number(world: World) -> None:
    world.press(WORKER, button(submit(world), "accept:"))
    number = world.member(WORKER).id
    erase(world, WORKER)
    said = opened(world)
    assert f"#{number}" in said
    assert "王秀英" not in said


def test_an_award_is_told_in_full_and_not_by_whom(world: World) -> None:
    give(world)
    assert opened(world).count(REASON) == 1
    world.transaction.execute("UPDATE awards SET reason = :long", {"long": f"{REASON} " * 6})
    said = opened(world)
    assert said.count(REASON) > 6
    assert "刘敏" not in said


def test_a_correction_leads_to_what_it_takes_back_and_that_to_the_correction(world: World) -> None:
    undo(world, button(give(world), "award_undo:"), OTHER_COORDINATOR)
    rows = world.press(COURIER, button(world.say(COURIER, "/points"), "points:at:"))
    assert "<b>-5 分</b>" in words(rows)
    rows = world.press(COURIER, button(rows, "points:at:"))
    assert "<b>+5 分</b>" in words(rows)
    rows = world.press(COURIER, button(rows, "points:at:"))
    assert "<b>-5 分</b>" in words(rows)
    assert shown(rows)[-1].data == "points"


def test_a_training_is_told_by_place_and_time(world: World) -> None:
    training = coordinating.published(world, topic="心肺复苏")
    attend(world, training.id, 2)
    assert training.place is not None
    assert training.place in opened(world)


def test_what_is_on_hold_is_said_with_what_for(world: World) -> None:
    give(world)
    holds.hold(world.transaction, world.member(COURIER).id, 2, "goods:1", "goods", "1", None, world.now)
    rows = world.say(COURIER, "/points")
    assert "另有 2 分预留着：其他（2）" in words(rows)
    assert "<b>-2 分</b>" in opened(world)


def test_english_says_the_same(world: World) -> None:
    world.press(COURIER, "language:en")
    world.press(WORKER, button(submit(world), "accept:"))
    assert "Now: " in opened(world)


@pytest.mark.parametrize("number", ["1", "99", "x", "-1", "9" * 30, ""])
def test_nobody_sees_movements_of_others_or_what_is_none(world: World, number: str) -> None:
    give(world)
    rows = world.press(OTHER_COURIER, f"points:at:{number}")
    assert methods(rows) == ["answerCallbackQuery"]
    assert "失效" in answer(rows)


def test_chart_and_statement_are_made_when_they_are_sent(world: World) -> None:
    give(world)
    page = world.say(COURIER, "/points")
    reader = {"member": world.member(COURIER).id, "language": "zh", "timezone": "Asia/Shanghai"}
    picture = only(world.press(COURIER, button(page, "points:chart")), "sendPhoto")
    assert picture.parameters["photo"] == {"drawn": "points_by_month", "now": world.now, **reader}
    document = only(world.press(COURIER, button(page, "points:csv")), "sendDocument")
    assert document.parameters["document"] == {"written": "points_statement", **reader}


def test_a_cap_that_is_reached_is_said_beside_the_rule(world: World) -> None:
    for _ in range(5):
        world.press(WORKER, button(submit(world), "accept:"))
    assert "随手拍被接单：+1（今天已到上限，明天继续）" in words(world.say(COURIER, "/points"))
