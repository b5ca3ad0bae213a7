"""A report's own page: what was done to it, its photo as long as there is one, and what its reporter can do now."""

from __future__ import annotations

import pytest

from storage import photos, report_changes
from storage.outbox import OutboxRow
from storage.report_changes import Change
from storage.reports import Report, ReportState
from tests.unit.handlers.my_reports.test_listing import MINUTE, join
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.reports.reporting import answer, returned, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    WORKER,
    World,
    button,
    methods,
    only,
    shown,
    words,
)


def opened(world: World, number: int = 0, who: int = COURIER) -> list[OutboxRow]:
    """The page of a report in the list, the newest first."""
    rows = world.say(who, "/reports")
    return world.press(who, [one.data for one in shown(rows) if one.data.startswith("reports:at:")][number])


def fix(world: World, report: Report) -> None:
    """It is fixed, with a photo of that."""
    sha256 = photos.add(world.transaction, b"after", 8, 6, world.now)
    world.transaction.execute(
        "INSERT INTO report_photos (report_id, message_id, file_id, file_unique_id, sha256, shows)"
        " VALUES (:report, 1, 'after', 'after', :sha256, 'fixed')",
        {"report": report.id, "sha256": sha256},
    )
    in_state(world, report, ReportState.FIXED)


def step(world: World, action: str, after: ReportState, who: int | None, **facts: object) -> None:
    """Something was done to the only report."""
    (report,) = world.all_reports()
    actor = None if who is None else world.member(who).id
    change = Change(report.id, report.version, action, actor, report.state, after, **facts)  # type: ignore[arg-type]
    report_changes.apply(world.transaction, change, world.now)


def test_the_page_tells_what_was_done_when_and_by_which_grid_worker(world: World) -> None:
    cards = submit(world, caption="车轮会陷进去")
    world.now += 90 * MINUTE
    world.press(WORKER, button(cards, "accept:"))
    world.now += MINUTE
    rows = opened(world)
    assert methods(rows)[0] == "editMessageText"
    said = words(rows)
    assert "✅ 已接单（9月21日 周一" in said
    assert "west网格" in said
    assert "车轮会陷进去" in said
    first, second = [line for line in said.splitlines() if "🆕" in line or "接单" in line][1:]
    assert first.endswith("🆕 上报")
    assert second.endswith("✅ 王秀英 接单")


def test_it_leads_back_to_its_page_of_the_list(world: World) -> None:
    for _ in range(7):
        world.now += 15 * MINUTE
        submit(world)
    second = world.press(COURIER, "reports:in:1")
    page = world.press(COURIER, button(second, "reports:at:"))
    assert button(page, "reports:in:") == "reports:in:1"


def test_what_was_returned_says_why_and_can_be_reported_again(world: World) -> None:
    returned(world, WORKER, submit(world), "unclear")
    page = opened(world)
    assert "↩️ 王秀英 退回：看不清（缺远景或近景）" in words(page)
    assert "照片" in words(world.press(COURIER, button(page, "retry:")))


def test_a_question_is_read_and_answered_from_there(world: World) -> None:
    cards = submit(world)
    asked = world.press(WORKER, button(cards, "ask:"))
    world.press(WORKER, button(asked, "question:"))
    page = opened(world)
    assert "💬 等你补充" in words(page)
    assert "💬 王秀英 请上报人补充" in words(page)
    world.press(COURIER, next(one.data for one in shown(page) if one.data.endswith(":cannot_say")))
    assert "💬 上报人已补充" in words(opened(world))


def test_a_message_can_be_written_while_it_is_open(world: World) -> None:
    submit(world)
    page = opened(world)
    assert words(world.press(COURIER, button(page, "write_back:")))
    in_state(world, world.all_reports()[0], ReportState.CLOSED)
    assert [one for one in shown(opened(world)) if one.data.startswith("write_back:")] == []


def test_what_cannot_be_reported_again_offers_nothing(world: World) -> None:
    returned(world, WORKER, submit(world), "court")
    assert [one for one in shown(opened(world)) if one.data.startswith("retry:")] == []


def test_what_was_reported_again_says_as_which(world: World) -> None:
    returned(world, WORKER, submit(world), "unclear")
    world.press(COURIER, button(opened(world), "retry:"))
    world.now += MINUTE
    rows = world.photo(COURIER, "better")
    again = world.downloaded(only(rows, "getFile"))
    world.press(COURIER, next(one.data for one in shown([*rows, *again]) if one.data.endswith(":manhole")))
    old, new = world.all_reports()
    page = world.press(COURIER, f"reports:at:{old.token}:0")
    assert f"重新报了：<code>{new.number}</code>" in words(page)
    assert [one for one in shown(page) if one.data.startswith("retry:")] == []


@pytest.mark.parametrize(
    ("action", "after", "who", "told"),
    [
        ("confirm", ReportState.CLOSED, OTHER_COURIER, "👍 有人看过，修好了"),
        ("reopen", ReportState.REOPENED, OTHER_COURIER, "🔁 有人看过，还没好"),
        ("close", ReportState.CLOSED, None, "🎉 结案"),
        ("resume", ReportState.WORKING, None, "▶️ 继续处理"),
        ("fix", ReportState.FIXED, WORKER, "📷 王秀英 处理好了"),
        ("a step of tomorrow", ReportState.CLOSED, WORKER, "结案"),
    ],
)
def test_who_looked_is_not_named_and_who_answers_for_it_is(
    world: World, action: str, after: ReportState, who: int | None, told: str
) -> None:
    submit(world)
    step(world, action, after, who)
    said = words(opened(world))
    assert said.splitlines()[-1].endswith(told)
    assert "张伟" not in said


def test_whom_it_was_handed_over_to_is_told(world: World) -> None:
    submit(world)
    step(world, "hand_over", ReportState.HANDED_OVER, WORKER, assignee_id=world.member(WORKER).id)
    assert "🔀 王秀英 转给 王秀英" in words(opened(world))


def test_a_joined_report_tells_how_the_other_goes_on(world: World) -> None:
    for _ in range(2):
        world.now += 15 * MINUTE
        submit(world)
    one, other = world.all_reports()
    world.press(WORKER, f"accept:{one.token}:{one.version}")
    join(world, other.id, one.id)
    said = words(opened(world))
    assert f"和 <code>{one.number}</code> 是同一件" in said
    assert said.splitlines()[1].startswith("✅ 已接单")
    assert "✅ 王秀英 接单" in said


def test_a_long_history_shows_its_end(world: World) -> None:
    submit(world)
    for _ in range(8):
        step(world, "defer", ReportState.DEFERRED, WORKER)
        step(world, "resume", ReportState.WORKING, WORKER)
    said = words(opened(world))
    assert "…" in said
    assert "🆕 上报" not in said
    assert said.count("▶️ 继续处理") == 6


def test_the_first_photo_is_shown_on_demand(world: World) -> None:
    submit(world)
    (report,) = world.all_reports()
    sent = only(world.press(COURIER, button(opened(world), "reports:photo:")), "sendPhoto")
    assert sent.parameters["photo"] == {"stored": report.photos[0].sha256}


def test_before_and_after_are_shown_once_it_was_fixed(world: World) -> None:
    submit(world)
    fix(world, world.all_reports()[0])
    sent = only(world.press(COURIER, button(opened(world), "reports:photo:")), "sendPhoto").parameters[
        "photo"
    ]
    assert isinstance(sent, dict)
    assert (sent["drawn"], sent["report"]) == ("before_after", world.all_reports()[0].id)


def test_an_erased_photo_is_offered_no_more_and_an_old_button_says_so(world: World) -> None:
    submit(world)
    data = button(opened(world), "reports:photo:")
    world.transaction.execute("UPDATE report_photos SET sha256 = NULL")
    world.transaction.execute("DELETE FROM photos")
    assert [one for one in shown(opened(world)) if one.data == data] == []
    rows = world.press(COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "不在了" in answer(rows)


def test_with_the_photo_of_before_gone_the_one_that_is_left_is_shown(world: World) -> None:
    submit(world)
    (report,) = world.all_reports()
    fix(world, report)
    world.transaction.execute("UPDATE report_photos SET sha256 = NULL WHERE shows = 'incident'")
    sent = only(world.press(COURIER, button(opened(world), "reports:photo:")), "sendPhoto")
    assert sent.parameters["photo"] == {"stored": world.all_reports()[0].photos_after[0].sha256}


@pytest.mark.parametrize("what", ["at", "photo"])
def test_nobody_opens_the_report_of_another(world: World, what: str) -> None:
    submit(world)
    token = world.all_reports()[0].token
    data = f"reports:at:{token}:0" if what == "at" else f"reports:photo:{token}"
    rows = world.press(OTHER_COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "这不是你的上报" in answer(rows)


def test_a_draft_has_no_page(world: World) -> None:
    world.photo(COURIER)
    draft = world.draft(COURIER)
    assert draft is not None
    assert "失效" in answer(world.press(COURIER, f"reports:at:{draft.token}:0"))


def test_a_worker_who_was_erased_is_a_number(world: World) -> None:
    cards = submit(world)
    world.press(WORKER, button(cards, "accept:"))
    number = world.member(WORKER).id
    erase(world, WORKER)
    said = words(opened(world))
    assert f"✅ #{number} 接单" in said
    assert "王秀英" not in said
