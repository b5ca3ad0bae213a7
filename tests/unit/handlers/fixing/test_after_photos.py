"""*Fixed* needs a photo of how it looks now; the step is taken when that is stored, and decided anew."""

from __future__ import annotations

import pytest

from storage.reports import ReportState, Shows
from tests.unit.handlers.dialogue.talking import GROUP, give_group, report
from tests.unit.handlers.reports.reporting import Rows, answer, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    IMAGE,
    OTHER_COURIER,
    OTHER_WORKER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    methods,
    only,
    words,
)

NOW = b"\xff\xd8 clean \xff\xd9"


@pytest.fixture
def accepted(world: World) -> Rows:
    cards = submit(world)
    return [*cards, *world.press(WORKER, button(cards, "accept:"))]


def begin(world: World, accepted: Rows) -> Rows:
    return world.press(WORKER, button(accepted, "fix:"))


def fix(world: World, accepted: Rows, caption: str = "") -> Rows:
    begin(world, accepted)
    return world.downloaded(only(world.photo(WORKER, "after", caption=caption), "getFile"), NOW)


def test_it_is_fixed_when_the_photo_is_stored_and_not_before(world: World, accepted: Rows) -> None:
    assert "现在的照片" in words(begin(world, accepted))
    download = only(world.photo(WORKER, "after"), "getFile")
    assert report(world).state is ReportState.ACCEPTED
    rows = world.downloaded(download, NOW)
    assert report(world).state is ReportState.FIXED
    assert [photo.sha256 for photo in report(world).photos_after] != [None]
    assert "待核查" in str(only(rows, "editMessageCaption").parameters["caption"])
    assert "记为已处理" in words(rows, WORKER)


def test_the_reporter_sees_before_and_after_and_what_was_said_with_it(world: World, accepted: Rows) -> None:
    rows = fix(world, accepted, caption="换了<新>井盖")
    sent = only([row for row in rows if row.chat_id == COURIER], "sendPhoto")
    assert "before_after" in str(sent.parameters["photo"])
    assert "换了&lt;新&gt;井盖" in words(rows, COURIER)


def test_everybody_with_the_card_sees_the_photo_but_whoever_sent_it(world: World) -> None:
    give_group(world)
    cards = submit(world)
    rows = fix(world, [*cards, *world.press(WORKER, button(cards, "accept:"))])
    assert "sendPhoto" in methods(rows, GROUP)
    assert "sendPhoto" not in methods(rows, WORKER)


def test_an_image_file_does_as_well_and_its_place_is_ignored(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    before = report(world).place
    world.downloaded(only(world.image_file(WORKER, "after"), "getFile"), NOW, place=(31.0, 115.0))
    assert report(world).state is ReportState.FIXED
    assert report(world).place == before


def test_words_alone_fix_nothing(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    assert "只有文字还不算" in words(world.say(WORKER, "好了"))
    assert report(world).state is ReportState.ACCEPTED
    world.downloaded(only(world.photo(WORKER, "after"), "getFile"), NOW)
    assert report(world).state is ReportState.FIXED


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"mime_type": "text/plain", "file_name": "a.txt"}, "不是图片"),
        ({"file_size": 21 * 1024 * 1024}, "超过 20 MB"),
    ],
)
def test_a_file_that_will_not_do_is_told_and_the_question_stays(
    world: World, accepted: Rows, document: dict[str, object], said: str
) -> None:
    begin(world, accepted)
    assert said in words(world.image_file(WORKER, "a", **document))
    assert "getFile" in methods(world.photo(WORKER, "after"))


def test_cancel_leaves_it_as_it_was(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    assert "还没处理好" in words(world.say(WORKER, "/cancel"))
    assert report(world).state is ReportState.ACCEPTED


@pytest.mark.parametrize("reason", ["gone", "too_big", "animated"])
def test_a_failed_download_is_told_and_the_next_photo_counts(
    world: World, accepted: Rows, reason: str
) -> None:
    begin(world, accepted)
    rows = world.download_failed(only(world.photo(WORKER, "after"), "getFile"), reason)
    assert "请再发一张" in words(rows, WORKER)
    assert report(world).state is ReportState.ACCEPTED
    world.downloaded(only(world.photo(WORKER, "after"), "getFile"), NOW)
    assert report(world).state is ReportState.FIXED


def test_a_failed_download_takes_no_other_question_away(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    download = only(world.photo(WORKER, "after"), "getFile")
    world.press(WORKER, button(accepted, "write:"))
    world.download_failed(download, "gone")
    assert "马上好" in words(world.say(WORKER, "马上好"), COURIER)


def test_the_photo_of_before_does_not_show_that_it_is_fixed(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    rows = world.downloaded(only(world.photo(WORKER, "forwarded"), "getFile"), IMAGE)
    assert "已经有了" in words(rows, WORKER)
    assert report(world).state is ReportState.ACCEPTED
    assert report(world).photos_after == ()


def test_the_parts_of_an_album_are_all_kept_and_only_the_first_is_a_step(
    world: World, accepted: Rows
) -> None:
    begin(world, accepted)
    first = world.photo(WORKER, "one", album="3", caption="好了")
    rows = world.downloaded(only(first, "getFile"), NOW)
    second = world.photo(WORKER, "two", album="3")
    rows = world.downloaded(only(second, "getFile"), NOW + b"2")
    assert len(report(world).photos_after) == 2
    assert words(rows, WORKER) == ""
    steps = world.transaction.number("SELECT count(*) FROM report_changes WHERE action = 'fix'")
    assert steps == 1


def test_when_somebody_was_quicker_the_photo_is_added_and_that_is_told(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    download = only(world.photo(WORKER, "after"), "getFile")
    world.press(COORDINATOR, button(accepted, "fix:"))
    world.downloaded(only(world.photo(COORDINATOR, "theirs"), "getFile"), NOW)
    rows = world.downloaded(download, NOW + b"2")
    assert "已经有人记为处理好了" in words(rows, WORKER)
    assert len(report(world).photos_after) == 2


def test_when_it_went_elsewhere_meanwhile_that_is_told_and_nothing_is_fixed(
    world: World, accepted: Rows
) -> None:
    begin(world, accepted)
    download = only(world.photo(WORKER, "after"), "getFile")
    in_state(world, report(world), ReportState.JOINED)
    rows = world.downloaded(download, NOW)
    assert "已经并到另一条" in words(rows, WORKER)
    assert report(world).photos_after == ()


def test_who_answers_for_it_no_longer_fixes_nothing(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    download = only(world.photo(WORKER, "after"), "getFile")
    world.transaction.execute(
        "DELETE FROM member_roles WHERE member_id = :id", {"id": world.member(WORKER).id}
    )
    assert "归别的网格管" in words(world.downloaded(download, NOW), WORKER)
    assert report(world).state is ReportState.ACCEPTED


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, STRANGER])
@pytest.mark.parametrize("action", ["fix", "unfix"])
def test_whoever_does_not_answer_for_it_says_nothing_about_it(
    world: World, accepted: Rows, who: int, action: str
) -> None:
    data = f"{action}:{report(world).token}:{report(world).version}"
    assert "归别的网格管" in answer(world.press(who, data))
    assert report(world).state is ReportState.ACCEPTED


def test_in_a_group_the_photo_is_asked_for_in_private(world: World) -> None:
    give_group(world)
    cards = submit(world)
    accepted = world.press(WORKER, button(cards, "accept:"), chat_id=GROUP)
    rows = world.press(WORKER, button(accepted, "fix:"), chat_id=GROUP)
    assert "私聊" in answer(rows)
    assert only(rows, "sendMessage").chat_id == WORKER
    world.downloaded(only(world.photo(WORKER, "after"), "getFile"), NOW)
    assert report(world).state is ReportState.FIXED


def test_a_reporters_edited_message_finds_no_workers_photo(world: World, accepted: Rows) -> None:
    fix(world, accepted)
    sent = world.transaction.number(
        "SELECT message_id FROM report_photos WHERE shows = :it", {"it": Shows.FIXED}
    )
    world.say(COURIER, "改一下", edits=sent)
    assert report(world).words == ""


def test_a_fix_by_mistake_is_taken_back_and_the_reporter_hears_so(world: World, accepted: Rows) -> None:
    rows = fix(world, accepted)
    rows = world.press(WORKER, button(rows, "unfix:"))
    assert report(world).state is ReportState.WORKING
    assert (report(world).photos_after, report(world).fixed_at) == ((), None)
    assert "点错了" in words(rows, COURIER)
    assert "改回处置中" in answer(rows)
    fix(world, rows)
    assert report(world).state is ReportState.FIXED


def test_a_double_tap_takes_a_fix_back_once(world: World, accepted: Rows) -> None:
    data = button(fix(world, accepted), "unfix:")
    world.press(WORKER, data)
    rows = world.press(WORKER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经在处理了" in answer(rows)


def test_what_was_confirmed_is_not_taken_back(world: World, accepted: Rows) -> None:
    data = button(fix(world, accepted), "unfix:")
    in_state(world, report(world), ReportState.CLOSED)
    assert "已经结案" in answer(world.press(WORKER, data))


def test_a_place_while_the_photo_is_awaited_goes_where_it_would(world: World, accepted: Rows) -> None:
    begin(world, accepted)
    assert "getFile" not in methods(world.location(WORKER, WEST))
    assert report(world).state is ReportState.ACCEPTED
