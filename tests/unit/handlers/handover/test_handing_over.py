"""A report goes to whom it concerns: whoever has it now gets its card, and everybody else sees where it went."""

from __future__ import annotations

import pytest

from storage import absences, deputies, report_changes, unreachable
from storage.reports import ReportState
from tests.unit.handlers.clockwork import next_time
from tests.unit.handlers.reports.reporting import Rows, answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_COORDINATOR,
    OTHER_WORKER,
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
CONTACT = 2003  # of a department; a worker of no grid
DAY = 24 * 3600 * 1000


@pytest.fixture
def submission(world: World) -> Rows:
    """The rows of a report in the west, with the card of its grid worker."""
    return submit(world)


@pytest.fixture
def department(world: World) -> None:
    contact = {"user_id": CONTACT, "name": "陈卫", "roles": ["grid_worker"]}
    world.command("import-people", people=[contact])
    entry = {"id": "chengguan", "name_zh": "城管", "name_en": "Urban management", "member": CONTACT}
    assert world.command("import-departments", departments=[entry]) == {"saved": 1, "others": 0}


def offered(world: World, card: Rows, who: int = WORKER) -> list[str]:
    """What stands on the buttons that say to whom."""
    return [one.text for one in shown(world.press(who, button(card, "hand_over:")))]


def hand_over(world: World, card: Rows, label: str, who: int = WORKER, reason: str = "area") -> Rows:
    """Three presses: hand over, to whom, why."""
    choices = world.press(who, button(card, "hand_over:"))
    reasons = world.press(who, next(one.data for one in shown(choices) if label in one.text))
    return world.press(who, next(one.data for one in shown(reasons) if one.data.endswith(f":{reason}")))


def edited(rows: Rows, who: int) -> list[str]:
    """What their older cards say now."""
    return [
        str(row.parameters["caption"])
        for row in rows
        if row.method == "editMessageCaption" and row.chat_id == who
    ]


def test_another_grid_gets_the_card_and_the_old_one_says_so_without_buttons(
    world: World, submission: Rows
) -> None:
    rows = hand_over(world, submission, "east网格")
    report = world.all_reports()[0]
    assert (report.state, report.grid_id) == (ReportState.HANDED_OVER, "east")
    (older,) = edited(rows, WORKER)
    assert "<b>王秀英</b> 已转给 <b>east网格</b>，等接单（在他们的片区）" in older
    assert shown([only([row for row in rows if row.chat_id == WORKER], "editMessageCaption")]) == []
    newer = only(rows, "sendPhoto")
    assert newer.chat_id == OTHER_WORKER
    assert button([newer], "accept:")


def test_the_reporter_is_told_once_with_whom_it_is_now(world: World, submission: Rows) -> None:
    rows = hand_over(world, submission, "east网格")
    assert methods(rows, COURIER) == ["sendMessage"]
    assert "<b>east网格</b> 的网格员" in words(rows, COURIER)


def test_who_had_it_may_not_act_on_it_any_more(world: World, submission: Rows) -> None:
    hand_over(world, submission, "east网格")
    report = world.all_reports()[0]
    rows = world.press(WORKER, f"accept:{report.token}:{report.version}")
    assert "别的网格" in answer(rows)
    assert world.all_reports()[0].state is ReportState.HANDED_OVER


def test_the_nearest_grids_come_first_and_the_others_on_further_pages(world: World, submission: Rows) -> None:
    far = [grid(f"far{n}", 114.40 + n / 50, 114.41 + n / 50, [OTHER_WORKER]) for n in range(12)]
    world.command("import-grids", geojson=collection(*far))
    first = offered(world, submission)
    assert first == ["🗺 east网格", "🗺 far0网格", "🎧 协调员", "更多网格和部门 ▶️", "⬅️ 返回"]
    choices = world.press(WORKER, button(submission, "hand_over:"))
    second = shown(world.press(WORKER, next(one.data for one in shown(choices) if "更多" in one.text)))
    assert [one.text for one in second][:3] == ["🗺 far1网格", "🗺 far2网格", "🗺 far3网格"]
    assert "◀️ 上一页" in [one.text for one in second]


def test_back_brings_the_cards_buttons_again(world: World, submission: Rows) -> None:
    choices = world.press(WORKER, button(submission, "hand_over:"))
    rows = world.press(WORKER, button(choices, "decide:"))
    assert [one.data.split(":")[0] for one in shown(rows)] == [
        "accept",
        "return",
        "hand_over",
        "ask",
        "write",
        "choose_same",
    ]


def test_a_deputy_is_offered_and_gets_it_alone(world: World, submission: Rows) -> None:
    deputies.appoint(world.transaction, world.member(WORKER).id, world.member(OTHER_WORKER).id)
    rows = hand_over(world, submission, "周敏（替班）")
    assert world.all_reports()[0].assignee_id == world.member(OTHER_WORKER).id
    assert only(rows, "sendPhoto").chat_id == OTHER_WORKER
    assert "<b>周敏</b>" in words(rows, COURIER)


@pytest.mark.usefixtures("department")
def test_a_department_gets_it_by_its_contact_and_is_named(world: World, submission: Rows) -> None:
    rows = hand_over(world, submission, "城管", reason="none")
    assert only(rows, "sendPhoto").chat_id == CONTACT
    assert "已转给 <b>城管 · 陈卫</b>，等接单" in edited(rows, WORKER)[0]
    assert "<b>城管</b>" in words(rows, COURIER)
    assert "陈卫" not in words(rows, COURIER)


def test_the_coordinators_get_it_each(world: World, submission: Rows) -> None:
    rows = hand_over(world, submission, "协调员", reason="time")
    assert world.all_reports()[0].with_coordinators
    cards = [row.chat_id for row in rows if row.method == "sendPhoto"]
    assert sorted(cards) == [COORDINATOR, OTHER_COORDINATOR]
    assert "<b>协调员</b>" in words(rows, COURIER)


def test_it_goes_back_to_whom_it_came_from_with_the_first_button(world: World, submission: Rows) -> None:
    received = hand_over(world, submission, "east网格")
    assert offered(world, received, OTHER_WORKER)[0] == "↩️ 转回west网格"
    rows = hand_over(world, received, "转回", OTHER_WORKER)
    assert world.all_reports()[0].grid_id == "west"
    assert methods(rows, WORKER).count("sendPhoto") == 1
    assert shown([row for row in rows if row.method == "sendPhoto" and row.chat_id == WORKER])


def test_from_a_person_it_goes_back_to_that_person(world: World, submission: Rows) -> None:
    world.command("import-grids", geojson=collection(grid("west", 114.30, 114.32, [OTHER_WORKER])))
    deputies.appoint(world.transaction, world.member(OTHER_WORKER).id, world.member(WORKER).id)
    received = hand_over(world, world.press(OTHER_WORKER, show(world)), "替班", OTHER_WORKER)
    assert offered(world, received)[0] == "↩️ 转回west网格"


def show(world: World) -> str:
    report = world.all_reports()[0]
    return f"show:{report.token}:{report.version}"


def test_coordinators_hear_once_that_it_goes_round(world: World, submission: Rows) -> None:
    rows, told = submission, []
    for who, label in ((WORKER, "east"), (OTHER_WORKER, "west"), (WORKER, "east"), (OTHER_WORKER, "west")):
        rows = hand_over(world, rows, label, who)
        told += [row.chat_id for row in rows if "转派了 3 次" in words([row])]
    assert sorted(told) == [COORDINATOR, OTHER_COORDINATOR]


def test_what_was_taken_on_can_be_handed_over_and_is_to_be_taken_on_anew(
    world: World, submission: Rows
) -> None:
    accepted = world.press(WORKER, button(submission, "accept:"))
    rows = hand_over(world, accepted, "east网格")
    assert world.all_reports()[0].worker_id is None
    assert "accept" in [one.data.split(":")[0] for one in shown(rows)]


@pytest.mark.parametrize("label", ["east网格", "协调员", "替班"])
def test_nobody_gets_it_who_cannot_be_reached(world: World, submission: Rows, label: str) -> None:
    deputies.appoint(world.transaction, world.member(WORKER).id, world.member(OTHER_WORKER).id)
    for chat in (OTHER_WORKER, COORDINATOR, OTHER_COORDINATOR):
        unreachable.mark(world.transaction, "telegram", chat, "blocked", world.now)
    choices = world.press(WORKER, button(submission, "hand_over:"))
    rows = world.press(WORKER, next(one.data for one in shown(choices) if label in one.text))
    assert methods(rows) == ["answerCallbackQuery"]
    assert "联系不到人" in answer(rows)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_it_does_not_come_round_to_whoever_stands_in(world: World, submission: Rows) -> None:
    worker, other = world.member(WORKER).id, world.member(OTHER_WORKER).id
    deputies.appoint(world.transaction, worker, other)
    absences.begin(world.transaction, other, worker, world.now + DAY, world.now)
    choices = world.press(WORKER, button(submission, "hand_over:"))
    rows = world.press(WORKER, next(one.data for one in shown(choices) if "替班" in one.text))
    assert "联系不到人" in answer(rows)


@pytest.mark.parametrize("urgent", [True, False])
def test_only_a_danger_makes_a_sound_at_night(world: World, submission: Rows, urgent: bool) -> None:
    world.transaction.execute("UPDATE reports SET is_urgent = :urgent", {"urgent": int(urgent)})
    world.now = next_time(world.now, 23, 30)
    card = only(hand_over(world, submission, "east网格"), "sendPhoto")
    assert ("disable_notification" in card.parameters) is not urgent


def test_a_made_up_person_gets_nothing(world: World, submission: Rows) -> None:
    report = world.all_reports()[0]
    forged = f"hand_why:{report.token}:{report.version}:m{world.member(COURIER).id}:area"
    rows = world.press(WORKER, forged)
    assert "现在不能转给这一家" in answer(rows)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_a_double_tap_hands_it_over_once(world: World, submission: Rows) -> None:
    choices = world.press(WORKER, button(submission, "hand_over:"))
    reasons = world.press(WORKER, button(choices, "hand_to:"))
    last = button(reasons, "hand_why:")
    world.press(WORKER, last)
    rows = world.press(WORKER, last)
    assert methods(rows) == ["answerCallbackQuery"]
    report = world.all_reports()[0]
    assert report_changes.times_done(world.transaction, report.id, "hand_over") == 1


def test_in_the_group_its_workers_hand_it_over_and_coordinators_do_not(world: World) -> None:
    feature = grid("west", 114.30, 114.32, [WORKER])
    feature["properties"] |= {"group": GROUP}  # type: ignore[operator]
    world.command("import-grids", geojson=collection(feature, GRIDS["features"][1]))  # type: ignore[index]
    card = button(submit(world, WEST), "hand_over:")
    assert "私聊" in answer(world.press(COORDINATOR, card, chat_id=GROUP))
    assert shown(world.press(WORKER, card, chat_id=GROUP))


def test_a_card_that_does_not_arrive_goes_to_the_coordinators(world: World, submission: Rows) -> None:
    rows = hand_over(world, submission, "east网格")
    reserve = world.undelivered(only(rows, "sendPhoto"))
    assert sorted(row.chat_id for row in reserve if row.method == "sendPhoto") == [
        COORDINATOR,
        OTHER_COORDINATOR,
    ]


def test_a_wrong_file_of_departments_is_refused_whole_with_every_fault(world: World) -> None:
    entries: list[object] = [
        {"id": "A B", "name_zh": "", "name_en": "x", "member": WORKER},
        {"id": "b", "name_zh": "城管", "name_en": "City", "member": COURIER},
        "x",
    ]
    faults = world.command("import-departments", departments=entries, language="zh")["faults"]
    assert isinstance(faults, list)
    assert len(faults) == 4
    assert "网格员" in faults[2]
    assert world.command("import-departments", departments={})["faults"]


def test_what_is_not_theirs_is_handed_on_and_not_returned(world: World, submission: Rows) -> None:
    card = only(hand_over(world, submission, "east网格"), "sendPhoto")
    reasons = world.press(OTHER_WORKER, button([card], "return:"))
    assert not [one for one in shown(reasons) if one.data.endswith(":out_of_scope")]
    choices = world.press(OTHER_WORKER, button(reasons, "hand_over:"))
    assert any(one.data.startswith("hand_to:") for one in shown(choices))


def test_whoever_begins_the_work_is_named_for_it(world: World, submission: Rows) -> None:
    world.press(COORDINATOR, button(submission, "accept:"))
    report = world.all_reports()[0]
    rows = world.press(WORKER, f"work:{report.token}:{report.version}")
    assert "王秀英</b> 正在处理" in words(rows, WORKER)
