"""Whoever answers for a report joins it to another one, and separates it again."""

from __future__ import annotations

import pytest

from storage import joined_reports, report_changes, unreachable
from storage.reports import ReportState
from tests.unit.handlers.duplicates.seeing import (
    NEXT_DOOR,
    card_button,
    first,
    joined,
    merged,
    newest,
    offered,
    see,
    two_reports,
)
from tests.unit.handlers.reports.reporting import answer
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    OTHER_COURIER,
    OTHER_WORKER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    collection,
    grid,
    methods,
    only,
    shown,
    words,
)

GROUP = -1001


def choose(world: World) -> list[str]:
    """What the grid worker is offered for the newer of two reports."""
    _, newer = two_reports(world)
    rows = world.press(WORKER, card_button(world, newer, "choose_same:").data)
    return [one.text for one in shown(rows)]


def test_the_open_reports_nearby_are_offered_in_place_of_the_buttons(world: World) -> None:
    texts = choose(world)
    assert texts[0].startswith("WH-2026-000001 💧")
    assert "22 米" in texts[0]
    assert len(texts) == 3


def test_the_other_ones_photo_is_shown_before_anything_is_joined(world: World) -> None:
    _, newer = two_reports(world)
    choosing = world.press(WORKER, card_button(world, newer, "choose_same:").data)
    rows = world.press(WORKER, button(choosing, "merge_with:"))
    assert only(rows, "sendPhoto").parameters["photo"] == {"stored": first(world).photos[0].sha256}
    assert "WH-2026-000001" in words(rows)
    assert newest(world).state is ReportState.SUBMITTED
    kept = world.press(WORKER, button(rows, "merge_not:"))
    assert newest(world).state is ReportState.SUBMITTED
    assert "没有合并" in answer(kept)


def test_its_reporter_follows_the_other_one_from_then_on(world: World) -> None:
    rows, older, newer = merged(world)
    assert (newer.state, newer.joined_to) == (ReportState.JOINED, older.id)
    assert "WH-2026-000001" in words(rows, OTHER_COURIER)
    assert joined_reports.followers(world.transaction, older.id) == [
        world.member(COURIER).id,
        world.member(OTHER_COURIER).id,
    ]
    accepted = world.press(WORKER, f"accept:{older.token}:{older.version}")
    assert "王秀英" in words(accepted, OTHER_COURIER)


def test_the_card_of_what_was_joined_leads_to_the_other_one(world: World) -> None:
    rows, older, _ = merged(world)
    said = words(rows, WORKER)
    assert "已并入 <code>WH-2026-000001</code>" in said
    assert "还有 1 个人" in said
    assert {"show", "separate"} <= set(offered(rows))
    card = world.press(WORKER, button(rows, f"show:{older.token}"))
    assert "WH-2026-000001" in words(card)


def test_what_had_joined_it_moves_along_and_there_is_no_chain(world: World) -> None:
    joined(world)
    old = first(world)
    see(world, OTHER_COURIER, NEXT_DOOR, category="road")
    target = newest(world)
    rows = world.press(WORKER, f"choose_same:{old.token}:{old.version}")
    rows = world.press(WORKER, button(rows, f"merge_with:{old.token}:{old.version}:{target.token}"))
    rows = world.press(WORKER, button(rows, "merge:"))
    assert [report.joined_to for report in world.all_reports()] == [target.id, target.id, None]
    moved = report_changes.last_change(world.transaction, world.all_reports()[1].id)
    assert moved is not None
    assert (moved.action, moved.joined_to, moved.actor_id) == ("join", target.id, world.member(WORKER).id)
    assert "你跟着的" in words(rows, OTHER_COURIER)


def test_separating_undoes_it_with_those_who_had_joined(world: World) -> None:
    joined(world)
    old = first(world)
    see(world, OTHER_COURIER, NEXT_DOOR, category="road")
    target = newest(world)
    world.press(WORKER, f"merge:{old.token}:{old.version}:{target.token}")
    old = first(world)
    rows = world.press(WORKER, f"separate:{old.token}:{old.version}")
    assert first(world).state is ReportState.SUBMITTED
    assert [report.joined_to for report in world.all_reports()] == [None, old.id, None]
    assert "已经分开" in words(rows, COURIER)
    assert "已经分开" in words(rows, OTHER_COURIER)
    again = world.press(WORKER, f"separate:{old.token}:{old.version}")
    assert "已经报上去" in answer(again)


def test_what_its_reporter_joined_is_not_separated(world: World) -> None:
    joined(world)
    report = newest(world)
    rows = world.press(WORKER, f"separate:{report.token}:{report.version}")
    assert newest(world).state is ReportState.JOINED
    assert "上报人自己说" in answer(rows)


@pytest.mark.parametrize("typed", ["WH-2026-000001", "wh-2026-1", "2026-000001", " １ ", "000001"])
def test_a_number_can_be_typed_instead(world: World, typed: str) -> None:
    _, newer = two_reports(world)
    rows = world.press(WORKER, f"merge_number:{newer.token}:{newer.version}")
    assert "编号" in words(rows, WORKER)
    rows = world.say(WORKER, typed)
    assert "WH-2026-000001" in words(rows)
    world.press(WORKER, button(rows, "merge:"))
    assert newest(world).joined_to == first(world).id


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("WH-2026-000099", "没有这个编号"),
        ("井盖", "没有这个编号"),
        ("2", "就是 WH-2026-000002 自己"),
        ("3", "离得太远"),
        ("4", "已经不在办"),
    ],
)
def test_a_number_that_will_not_do_is_said_and_asked_again(world: World, typed: str, why: str) -> None:
    _, newer = two_reports(world)
    see(world, COURIER, EAST)
    see(world, COURIER, NEXT_DOOR, category="other")
    in_state(world, newest(world), ReportState.CLOSED)
    world.press(WORKER, f"merge_number:{newer.token}:{newer.version}")
    assert why in words(world.say(WORKER, typed))
    rows = world.say(WORKER, "1")
    assert offered(rows) == ["merge", "merge_not"]


def test_giving_up_the_number_joins_nothing(world: World) -> None:
    _, newer = two_reports(world)
    world.press(WORKER, f"merge_number:{newer.token}:{newer.version}")
    assert "不合并了" in words(world.say(WORKER, "/cancel"))
    assert newest(world).state is ReportState.SUBMITTED


def test_what_moved_on_before_the_number_came_is_said(world: World) -> None:
    _, newer = two_reports(world)
    world.press(WORKER, f"merge_number:{newer.token}:{newer.version}")
    in_state(world, newer, ReportState.CLOSED)
    assert "已经结案" in words(world.say(WORKER, "1"))


def test_nothing_nearby_is_said_and_a_number_can_still_be_typed(world: World) -> None:
    see(world)
    rows = world.press(WORKER, card_button(world, first(world), "choose_same:").data)
    assert "没有别的" in answer(rows)
    assert offered(rows) == ["merge_number", "decide"]


def test_what_is_over_by_the_time_of_the_press_is_not_joined_to(world: World) -> None:
    older, newer = two_reports(world)
    in_state(world, older, ReportState.RETURNED)
    rows = world.press(WORKER, f"merge:{newer.token}:{newer.version}:{older.token}")
    assert "已经不在办" in answer(rows)
    assert newest(world).state is ReportState.SUBMITTED


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, STRANGER])
@pytest.mark.parametrize("act", ["choose_same", "merge_with", "merge_number", "merge", "merge_not"])
def test_whoever_does_not_answer_for_it_joins_nothing(world: World, who: int, act: str) -> None:
    older, newer = two_reports(world)
    rows = world.press(who, f"{act}:{newer.token}:{newer.version}:{older.token}")
    assert methods(rows) == ["answerCallbackQuery"]
    assert "归别的网格管" in answer(rows)
    assert newest(world).state is ReportState.SUBMITTED


def test_in_a_group_the_other_one_is_shown_in_private(world: World) -> None:
    west = grid("west", 114.30, 114.32, [WORKER])
    west["properties"] |= {"group_chat_id": GROUP}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(west))
    older, newer = two_reports(world)
    choosing = world.press(WORKER, f"choose_same:{newer.token}:{newer.version}", chat_id=GROUP)
    rows = world.press(WORKER, button(choosing, "merge_with:"), chat_id=GROUP)
    assert only(rows, "sendPhoto").chat_id == WORKER
    assert "私聊" in answer(rows)
    refused = world.press(COORDINATOR, button(choosing, "merge_with:"), chat_id=GROUP)
    assert "不在群里点" in answer(refused)
    world.press(WORKER, f"merge:{newer.token}:{newer.version}:{older.token}")
    assert newest(world).state is ReportState.JOINED


@pytest.mark.parametrize("act", ["merge_with", "merge_number"])
def test_whoever_cannot_be_written_to_is_told_so(world: World, act: str) -> None:
    older, newer = two_reports(world)
    worker = world.member(WORKER)
    data = f"{act}:{newer.token}:{newer.version}:{older.token}"
    unreachable.mark(world.transaction, worker.channel, WORKER, "blocked", world.now)
    rows = world.press(WORKER, data, chat_id=GROUP)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "没法给你发私聊" in answer(rows)


def test_a_double_press_joins_once(world: World) -> None:
    older, newer = two_reports(world)
    data = f"merge:{newer.token}:{newer.version}:{older.token}"
    world.press(WORKER, data)
    assert "已经并到另一条" in answer(world.press(WORKER, data))
    joins = "SELECT count(*) FROM report_changes WHERE action = 'join'"
    assert world.transaction.number(joins) == 1


def test_a_report_of_another_grid_far_away_is_not_joined_to(world: World) -> None:
    see(world, COURIER, EAST)
    see(world, OTHER_COURIER, WEST)
    far, report = world.all_reports()
    rows = world.press(WORKER, f"merge:{report.token}:{report.version}:{far.token}")
    assert "离得太远" in answer(rows)
    assert newest(world).state is ReportState.SUBMITTED
