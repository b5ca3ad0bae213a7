"""Fixed or not: the report is closed, or goes back with a reason; everybody's message says so in place."""

from __future__ import annotations

import pytest

from storage import verdicts
from storage.reports import ReportState, Shows
from storage.verdicts import NotFixed
from tests.unit.handlers.dialogue.talking import GROUP, give_group
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.verification.fixes import (
    FOUND,
    at,
    confirm,
    doubt,
    fix,
    fixed,
    follow,
    report,
    said,
)
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    OTHER_WORKER,
    STRANGER,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    shown,
    words,
)


def test_fixed_closes_it_and_the_card_thanks_whoever_did_it(world: World) -> None:
    fixed(world)
    rows = confirm(world)
    assert report(world).state is ReportState.CLOSED
    assert "结案" in words(rows, WORKER)
    assert "谢谢" in words(rows, WORKER)
    assert methods(rows, WORKER) == ["editMessageCaption"]
    assert "谢谢你去看了" in words(rows, COURIER)
    assert [one.text for one in shown(at(rows, COURIER))] == ["🔁 又坏了"]
    (verdict,) = said(world)
    assert (verdict.round, verdict.part, verdict.is_fixed, verdict.reason) == (1, "reporter", True, None)


def test_the_messages_of_others_are_closed_in_place(world: World) -> None:
    cards = submit(world)
    world.press(WORKER, button(cards, "accept:"))
    follow(world)
    asked = {row.chat_id: row.id for row in fix(world) if row.method == "sendPhoto"}
    rows = confirm(world, OTHER_COURIER)
    edits = {row.chat_id: row for row in rows if row.method == "editMessageCaption"}
    assert edits[COURIER].parent == asked[COURIER]
    assert edits[OTHER_COURIER].parent == asked[OTHER_COURIER]
    assert "有人看过" in words(rows, COURIER)
    assert said(world)[0].part == "follower"


def test_a_double_press_closes_once(world: World) -> None:
    rows = fixed(world)
    data = button(rows, "is_fixed:")
    world.press(COURIER, data)
    again = world.press(COURIER, data)
    assert methods(again) == ["answerCallbackQuery"]
    assert "已经结案" in answer(again)


def test_not_yet_opens_the_reasons_in_place_and_back_leads_out(world: World) -> None:
    rows = world.press(COURIER, button(fixed(world), "not_fixed:"))
    assert "sendMessage" not in methods(rows)
    assert [one.data.split(":")[-1] for one in shown(rows)][:-1] == list(NotFixed)
    back = world.press(COURIER, button(rows, "fixed_or_not:"))
    assert [one.text for one in shown(back)] == ["👍 修好了", "👎 还没好"]
    assert report(world).state is ReportState.FIXED


@pytest.mark.parametrize(
    "reason", ["still_the_same", "partly", "another_spot", "broken_again", "shows_other"]
)
def test_what_is_not_fixed_goes_back_with_its_reason(world: World, reason: str) -> None:
    fixed(world)
    rows = doubt(world, reason=reason)
    assert report(world).state is ReportState.REOPENED
    label = [one.reason for one in said(world)]
    assert label == [NotFixed(reason)]
    dealt = at(rows, WORKER)
    assert "sendPhoto" in methods(dealt)
    assert "重开" in words(dealt)
    assert button(dealt, "fix:")
    assert "已退回重新处理" in words(rows, COURIER)


def test_it_is_dealt_anew_in_the_group_of_its_grid(world: World) -> None:
    give_group(world)
    fixed(world)
    assert "sendPhoto" in methods(doubt(world), GROUP)


def test_a_danger_that_is_not_over_makes_a_sound_at_night(world: World) -> None:
    fixed(world)
    world.transaction.execute("UPDATE reports SET is_urgent = 1")
    world.transaction.execute(
        "INSERT INTO preferences (member_id, night_from, night_until, rushes) VALUES (:id, 0, 1439, 1)"
        " ON CONFLICT (member_id) DO UPDATE SET night_from = 0, night_until = 1439",
        {"id": world.member(WORKER).id},
    )
    card = next(row for row in at(doubt(world), WORKER) if row.method == "sendPhoto")
    assert "disable_notification" not in card.parameters


def test_what_concerns_the_handling_alone_is_kept_and_closes_it(world: World) -> None:
    fixed(world)
    rows = doubt(world, reason="handling")
    assert report(world).state is ReportState.CLOSED
    assert "意见记下了" in words(rows, COURIER)
    assert "态度" not in words(rows, WORKER)
    (figures,) = verdicts.satisfaction(world.transaction, 0, world.now + 1)
    assert (figures.verdicts, figures.satisfied, figures.share) == (1, 0, 0.0)


def test_own_words_are_the_next_message_and_stand_below_the_card(world: World) -> None:
    fixed(world)
    assert "哪里还没好" in words(doubt(world, reason="other"))
    assert report(world).state is ReportState.FIXED
    rows = world.say(COURIER, "盖子<松>的")
    assert report(world).state is ReportState.REOPENED
    assert "盖子&lt;松&gt;的" in words(rows, WORKER)
    assert said(world)[0].words == "盖子<松>的"


def test_instead_of_words_a_photo_says_it(world: World) -> None:
    fixed(world)
    doubt(world, reason="other")
    rows = world.photo(COURIER, "found", caption="松的")
    assert report(world).state is ReportState.REOPENED
    assert "现在的照片" not in words(rows, COURIER)
    shown_to = world.downloaded(only(rows, "getFile"), FOUND)
    assert "sendPhoto" in methods(shown_to, WORKER)
    assert world.draft(COURIER) is None


def test_cancel_says_nothing(world: World) -> None:
    fixed(world)
    doubt(world, reason="other")
    assert "什么都没有变" in words(world.say(COURIER, "/cancel"))
    assert report(world).state is ReportState.FIXED


def test_words_that_come_too_late_change_nothing(world: World) -> None:
    rows = fixed(world)
    doubt(world, reason="other")
    world.press(WORKER, button(rows, "unfix:"))
    assert "已经在处理" in words(world.say(COURIER, "松的"))
    assert said(world) == []


def test_a_photo_of_how_it_is_now_is_asked_for_once_and_stands_below_the_card(world: World) -> None:
    fixed(world)
    rows = doubt(world)
    assert "现在的照片" in words(at(rows, COURIER)[-1:])
    download = only(world.photo(COURIER, "found", caption="看"), "getFile")
    shown_to = world.downloaded(download, FOUND)
    assert "sendPhoto" in methods(shown_to, WORKER)
    assert "看" in words(shown_to, WORKER)
    assert "setMessageReaction" in methods(shown_to, COURIER)
    (kept,) = world.transaction.all(
        "SELECT shows, sender_id FROM report_photos WHERE shows <> 'incident' AND shows <> 'fixed'"
    )
    assert (kept["shows"], kept["sender_id"]) == (Shows.VERIFICATION, world.member(COURIER).id)
    assert said(world)[0].photo_id is not None
    assert world.draft(COURIER) is None


def test_the_rest_of_an_album_begins_no_report_and_fixes_nothing(world: World) -> None:
    fixed(world)
    doubt(world)
    world.photo(COURIER, "found", album="a")
    assert world.photo(COURIER, "found-2", album="a") == []
    assert world.draft(COURIER) is None


def test_the_photo_can_be_left_out(world: World) -> None:
    fixed(world)
    rows = world.press(COURIER, button(doubt(world), "no_photo:"))
    assert "不用照片" in words(rows)
    world.photo(COURIER, "something-new")
    assert world.draft(COURIER) is not None


@pytest.mark.parametrize("reason", ["gone", "too_big"])
def test_a_photo_that_cannot_be_had_is_told_and_the_next_counts(world: World, reason: str) -> None:
    fixed(world)
    doubt(world)
    rows = world.download_failed(only(world.photo(COURIER, "found"), "getFile"), reason)
    assert "请再发一张" in words(rows, COURIER)
    assert "getFile" in methods(world.photo(COURIER, "found-2"))


def test_a_file_that_is_no_picture_is_told(world: World) -> None:
    fixed(world)
    doubt(world)
    assert "不是图片" in words(world.image_file(COURIER, "a", mime_type="text/plain", file_name="a.txt"))


def test_what_is_closed_can_be_back_and_is_reopened(world: World) -> None:
    fixed(world)
    data = button(confirm(world), "not_fixed:")
    reasons = world.press(COURIER, data)
    assert not [one for one in shown(reasons) if one.data.endswith(":handling")]
    world.press(COURIER, category_button(reasons, "broken_again"))
    assert report(world).state is ReportState.REOPENED
    (verdict,) = said(world)
    assert not verdict.is_fixed


def test_two_weeks_after_it_was_closed_it_is_another_incident(world: World) -> None:
    fixed(world)
    data = button(confirm(world), "not_fixed:")
    world.now += 15 * 24 * 3600 * 1000
    assert "重新报" in answer(world.press(COURIER, data))
    assert report(world).state is ReportState.CLOSED


@pytest.mark.parametrize("who", [OTHER_COURIER, WORKER, OTHER_WORKER, STRANGER])
@pytest.mark.parametrize("action", ["is_fixed", "not_fixed", "not_fixed_for", "fixed_or_not", "no_photo"])
def test_whoever_has_no_part_in_it_says_nothing(world: World, who: int, action: str) -> None:
    fixed(world)
    data = f"{action}:{report(world).token}:{report(world).version}:partly"
    assert "由报它的人来看" in answer(world.press(who, data))
    assert report(world).state is ReportState.FIXED
    assert said(world) == []


def test_a_made_up_reason_is_none(world: World) -> None:
    fixed(world)
    data = f"not_fixed_for:{report(world).token}:{report(world).version}:ugly"
    assert "失效" in answer(world.press(COURIER, data))
