"""Both sides of a report write to each other through the bot, and learn nothing of each other."""

from __future__ import annotations

import pytest

from handlers.dialogue.writing import AT_MOST, LONGEST
from storage import consents, mutes, my_data, report_messages
from storage.consents import Purpose
from storage.mutes import MuteReason
from storage.reports import ReportState
from tests.unit.handlers.clockwork import HOUR
from tests.unit.handlers.dialogue.talking import GROUP, give_group, report
from tests.unit.handlers.reports.reporting import Rows, answer, submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    OTHER_WORKER,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
    only,
    words,
)

VOICE = {"voice": {"file_id": "v", "file_unique_id": "uv", "duration": 3}}


@pytest.fixture
def cards(world: World) -> Rows:
    return submit(world)


def write(world: World, cards: Rows, said: str = "明天上午来修") -> Rows:
    world.press(WORKER, button(cards, "write:"))
    return world.say(WORKER, said)


def write_back(world: World, shown: Rows, said: str = "好的，谢谢") -> Rows:
    world.press(COURIER, button(shown, "write_back:"))
    return world.say(COURIER, said)


def count(world: World) -> int:
    return report_messages.count(world.transaction, report(world).id)


def test_words_go_both_ways_without_names(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    assert "网格员留言" in words(rows, COURIER)
    assert "明天上午来修" in words(rows, COURIER)
    assert "王秀英" not in words(rows, COURIER)
    rows = write_back(world, rows)
    assert "上报人留言" in words(rows, WORKER)
    assert "李强" not in words(rows, WORKER)
    assert "2 条留言" in str(only(rows, "editMessageCaption").parameters["caption"])
    rows = world.press(WORKER, button([row for row in rows if row.chat_id == WORKER], "write:"))
    assert "⬅️ 好的，谢谢" in words(rows, WORKER)


def test_whoever_took_it_on_gets_the_answer_alone(world: World, cards: Rows) -> None:
    rows = world.press(COORDINATOR, button(cards, "accept:"))
    rows = write_back(world, rows)
    assert "sendMessage" in methods(rows, COORDINATOR)
    assert "sendMessage" not in methods(rows, WORKER)


def test_a_photo_is_passed_on_when_it_is_stored(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    rows = world.photo(WORKER, "plan", caption="这样修")
    assert methods(rows, COURIER) == []
    rows = world.downloaded(only(rows, "getFile"), b"plan")
    sent = only([row for row in rows if row.chat_id == COURIER], "sendPhoto")
    assert "stored" in str(sent.parameters["photo"])
    assert "这样修" in words(rows, COURIER)
    assert len(report(world).photos) == 1


def test_a_photo_that_cannot_be_fetched_is_not_passed_on(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    rows = world.download_failed(only(world.photo(WORKER, "plan"), "getFile"), "gone")
    assert "没有转过去" in words(rows, WORKER)
    assert count(world) == 0


def test_the_parts_of_an_album_are_all_passed_on(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    world.press(COURIER, button(rows, "write_back:"))
    first = world.photo(COURIER, "one", album="5")
    second = world.photo(COURIER, "two", album="5")
    for number, row in enumerate((first, second)):
        world.downloaded(only(row, "getFile"), b"part %d" % number)
    assert count(world) == 3
    assert world.draft(COURIER) is None


def test_a_voice_is_passed_on_as_sound(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    world.press(COURIER, button(rows, "write_back:"))
    rows = world.message(COURIER, VOICE)
    assert only(rows, "sendVoice").parameters["voice"] == "v"
    assert only(rows, "sendVoice").chat_id == WORKER


def test_a_report_that_was_closed_takes_no_message(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    in_state(world, report(world), ReportState.CLOSED)
    assert "已经结案" in answer(world.press(WORKER, button(cards, "write:")))
    assert "已经结案" in answer(world.press(COURIER, button(rows, "write_back:")))


def test_what_was_being_written_when_it_closed_is_not_passed_on(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    download = only(world.photo(WORKER, "plan"), "getFile")
    world.press(WORKER, button(cards, "write:"))
    in_state(world, report(world), ReportState.CLOSED)
    for rows in (world.downloaded(download), world.say(WORKER, "还有")):
        assert "已经结案" in words(rows, WORKER)
        assert methods(rows, COURIER) == []
    assert count(world) == 0


def test_ten_an_hour_are_enough(world: World, cards: Rows) -> None:
    for number in range(AT_MOST - 1):
        write(world, cards, f"第 {number} 条")
    world.press(WORKER, button(cards, "write:"))
    world.say(WORKER, "最后一条")
    assert f"最多留言 {AT_MOST} 次" in answer(world.press(WORKER, button(cards, "write:")))
    world.now += HOUR + 1
    assert "明天上午来修" in words(write(world, cards), COURIER)


def test_the_muted_write_nothing(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    world.press(COURIER, button(rows, "write_back:"))
    by, muted = world.member(COORDINATOR).id, world.member(COURIER).id
    mutes.begin(world.transaction, muted, MuteReason.RUDE, None, by, world.now + HOUR, world.now)
    assert methods(world.say(COURIER, "喂"), WORKER) == []
    assert "不能上报" in answer(world.press(COURIER, button(rows, "write_back:")))


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, STRANGER])
def test_whoever_does_not_answer_for_it_writes_nothing(world: World, cards: Rows, who: int) -> None:
    assert "归别的网格管" in answer(world.press(who, button(cards, "write:")))


@pytest.mark.parametrize("who", [WORKER, OTHER_COURIER, COORDINATOR])
def test_whoever_did_not_report_it_does_not_write_back(world: World, cards: Rows, who: int) -> None:
    rows = write(world, cards)
    assert "不是你的上报" in answer(world.press(who, button(rows, "write_back:")))


def test_cancel_passes_nothing_on(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    assert "没有转" in words(world.say(WORKER, "/cancel"))
    assert count(world) == 0


def test_what_is_too_long_or_unfit_stays_open(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    assert "太长" in words(world.say(WORKER, "长" * (LONGEST + 1)))
    assert "转不了" in words(world.image_file(WORKER, "a", mime_type="text/plain", file_name="a.txt"))
    assert "短" in words(world.say(WORKER, "短"), COURIER)


def test_without_consent_a_reporter_sends_no_photo(world: World, cards: Rows) -> None:
    rows = write(world, cards)
    reporter = world.member(COURIER).id
    consents.record(world.transaction, reporter, Purpose.PHOTO_AND_PLACE, given=False, now=world.now)
    world.press(COURIER, button(rows, "write_back:"))
    rows = world.photo(COURIER, "x")
    assert "/consents" in words(rows)
    assert "getFile" not in methods(rows)


def test_in_a_group_the_message_is_asked_for_in_private(world: World) -> None:
    give_group(world)
    cards = submit(world)
    rows = world.press(WORKER, button(cards, "write:"), chat_id=GROUP)
    assert "私聊" in answer(rows)
    assert "明天来" in words(world.say(WORKER, "明天来"), COURIER)


def test_old_messages_go_when_the_report_has_long_been_over(world: World, cards: Rows) -> None:
    write(world, cards)
    in_state(world, report(world), ReportState.CLOSED)
    world.now += 91 * 24 * HOUR
    world.tick("retention")
    assert count(world) == 0


def test_a_photo_of_a_message_is_kept_as_long_as_the_message(world: World, cards: Rows) -> None:
    world.press(WORKER, button(cards, "write:"))
    world.downloaded(only(world.photo(WORKER, "plan"), "getFile"), b"plan")
    world.now += 3 * 24 * HOUR
    world.tick("retention")
    assert world.transaction.number("SELECT count(*) FROM photos") == 2


def test_what_somebody_wrote_is_in_what_they_can_take_with_them(world: World, cards: Rows) -> None:
    write_back(world, write(world, cards))
    for who, said in ((WORKER, "明天上午来修"), (COURIER, "好的，谢谢")):
        written = my_data.export(world.transaction, world.member(who))["messages_written"]
        assert said in str(written)
        assert str(written).count("written_at") == 1
