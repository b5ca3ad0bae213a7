"""The reporter answers in words, with a photo, a place or a press; the report goes on, and whoever asked hears it."""

from __future__ import annotations

import pytest

from handlers.dialogue.answering import LONGEST
from storage import consents, mutes
from storage.consents import Purpose
from storage.mutes import MuteReason
from storage.report_questions import AnswerKind
from storage.reports import Place, ReportState
from tests.unit.handlers.dialogue.talking import ask, begin_answer, question, report
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    EAST,
    FAR_AWAY,
    IMAGE,
    OTHER_COURIER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    words,
)

NEW = b"\xff\xd8 another photo \xff\xd9"


def test_words_go_back_onto_the_card_and_whoever_asked_is_told_once(world: World) -> None:
    asked = ask(world)
    begin_answer(world, asked)
    rows = world.say(COURIER, "南门边上")
    card = only(rows, "editMessageCaption")
    assert "南门边上" in str(card.parameters["caption"])
    assert methods(rows, WORKER) == ["editMessageCaption", "sendMessage"]
    assert "show:" in button(rows, "show:")
    assert "已转给" in words(rows, COURIER)
    assert report(world).state is ReportState.SUBMITTED
    assert (question(world).answer_kind, question(world).answer) == (AnswerKind.WORDS, "南门边上")


def test_the_card_is_shown_again_from_the_notice(world: World) -> None:
    begin_answer(world, ask(world))
    rows = world.press(WORKER, button(world.say(COURIER, "南门"), "show:"))
    assert "南门" in words(rows, WORKER)
    assert "accept:" in button(rows, "accept:")


@pytest.mark.parametrize(
    ("choice", "said"), [("still_there", "还在"), ("gone", "没有了"), ("cannot_say", "说不上来")]
)
def test_a_press_alone_can_answer(world: World, choice: str, said: str) -> None:
    rows = world.press(COURIER, category_button(ask(world, preset="still_there"), choice))
    assert said in words(rows, WORKER)
    assert report(world).state is ReportState.SUBMITTED


def test_a_double_tap_answers_once(world: World) -> None:
    data = category_button(ask(world), "cannot_say")
    world.press(COURIER, data)
    assert methods(world.press(COURIER, data)) == ["answerCallbackQuery"]


def test_a_photo_answers_when_it_is_here_and_joins_the_report(world: World) -> None:
    begin_answer(world, ask(world))
    rows = world.photo(COURIER, "from afar", caption="远景")
    assert report(world).state is ReportState.ASKED
    rows = world.downloaded(only(rows, "getFile"), NEW)
    assert "sendPhoto" in methods(rows, WORKER)
    assert "发来了照片 远景" in words(rows, WORKER)
    assert report(world).state is ReportState.SUBMITTED
    assert len(report(world).photos) == 2


def test_a_photo_that_cannot_be_fetched_can_be_sent_again(world: World) -> None:
    begin_answer(world, ask(world))
    rows = world.download_failed(only(world.photo(COURIER, "gone"), "getFile"), "gone")
    assert "没有保存" in words(rows, COURIER)
    assert report(world).state is ReportState.ASKED
    begin_answer(world, rows)
    world.downloaded(only(world.photo(COURIER, "again"), "getFile"), NEW)
    assert report(world).state is ReportState.SUBMITTED


def test_a_photo_that_comes_when_somebody_has_taken_it_on_is_added_all_the_same(world: World) -> None:
    cards = submit(world)
    begin_answer(world, ask(world, cards))
    download = only(world.photo(COURIER, "late"), "getFile")
    world.press(COORDINATOR, button(world.press(WORKER, f"show:{report(world).token}:3"), "accept:"))
    rows = world.downloaded(download, NEW)
    assert "sendPhoto" in methods(rows, WORKER)
    assert report(world).state is ReportState.ACCEPTED


def test_the_other_parts_of_an_album_join_too(world: World) -> None:
    begin_answer(world, ask(world))
    first = world.photo(COURIER, "one", album="9")
    second = world.photo(COURIER, "two", album="9")
    for row, image in ((first, NEW), (second, NEW + b"2")):
        world.downloaded(only(row, "getFile"), image)
    assert len(report(world).photos) == 3
    assert world.draft(COURIER) is None


def test_a_photo_that_the_report_has_already_answers_nothing(world: World) -> None:
    submission = submit(world)
    name = f"photo-{world.now}"
    begin_answer(world, ask(world, submission))
    assert "已经有了" in words(world.photo(COURIER, name))
    assert "已转给" in words(world.say(COURIER, "就在门口"))


def test_a_place_becomes_the_reports_and_is_shown_on_the_map(world: World) -> None:
    begin_answer(world, ask(world))
    rows = world.location(COURIER, EAST)
    assert only(rows, "sendVenue").parameters["longitude"] == EAST[1]
    assert str(EAST[1]) in str(only(rows, "editMessageCaption").parameters["caption"])
    assert report(world).place == Place(*EAST)
    assert report(world).grid_id == "west"


def test_a_place_that_cannot_be_true_answers_nothing(world: World) -> None:
    begin_answer(world, ask(world))
    far = (FAR_AWAY[0] + 10, FAR_AWAY[1])
    assert "太远" in words(world.location(COURIER, far))
    assert report(world).place == Place(*WEST)
    assert report(world).state is ReportState.ASKED


def test_without_pressing_answer_a_photo_begins_another_report(world: World) -> None:
    ask(world)
    world.photo(COURIER, "something else")
    assert world.draft(COURIER) is not None
    assert report(world).state is ReportState.ASKED


def test_a_draft_swallows_no_answer_and_an_answer_no_draft(world: World) -> None:
    asked = ask(world)
    world.downloaded(only(world.photo(COURIER, "something else"), "getFile"), IMAGE)
    rows = begin_answer(world, asked)
    assert "先放着" in words(rows)
    assert "接着报" in words(world.say(COURIER, "南门"))
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.words == ""
    world.say(COURIER, "井盖松了")
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.words == "井盖松了"
    assert question(world).answer == "南门"


def test_words_sent_without_pressing_answer_can_be_made_the_answer(world: World) -> None:
    ask(world)
    rows = world.say(COURIER, "南门边上")
    assert "回答 <code>WH-2026-000001</code>" in words(rows)
    rows = world.press(COURIER, button(rows, "answer_with:"))
    assert "南门边上" in words(rows, WORKER)
    assert question(world).answer == "南门边上"
    assert report(world).state is ReportState.SUBMITTED


def test_words_sent_without_pressing_answer_come_too_late_when_it_was_taken_on(world: World) -> None:
    ask(world)
    rows = world.say(COURIER, "南门边上")
    world.press(COORDINATOR, button(world.press(WORKER, f"show:{report(world).token}:3"), "accept:"))
    data = button(rows, "answer_with:")
    assert "已经由刘敏接下了" in answer(world.press(COURIER, data))
    world.press(COURIER, button(rows, "describe:"))
    assert world.draft(COURIER) is not None


def test_who_was_asked_nothing_is_offered_no_answer(world: World) -> None:
    submit(world)
    assert "WH-2026" not in words(world.say(COURIER, "南门边上"))


def test_an_answer_that_is_too_long_stays_open(world: World) -> None:
    begin_answer(world, ask(world))
    assert "太长" in words(world.say(COURIER, "长" * (LONGEST + 1)))
    assert "已转给" in words(world.say(COURIER, "短"))


def test_a_file_that_is_no_picture_stays_open(world: World) -> None:
    begin_answer(world, ask(world))
    assert "不是图片" in words(world.image_file(COURIER, "a", mime_type="text/plain", file_name="a.txt"))
    assert report(world).state is ReportState.ASKED


def test_cancel_leaves_the_question(world: World) -> None:
    asked = ask(world)
    begin_answer(world, asked)
    assert "以后再答" in words(world.say(COURIER, "/cancel"))
    begin_answer(world, asked)
    world.say(COURIER, "南门")
    assert report(world).state is ReportState.SUBMITTED


def test_who_took_the_consent_back_answers_in_words(world: World) -> None:
    asked = ask(world)
    reporter = world.member(COURIER).id
    consents.record(world.transaction, reporter, Purpose.PHOTO_AND_PLACE, given=False, now=world.now)
    begin_answer(world, asked)
    assert "/consents" in words(world.photo(COURIER, "x"))
    assert "/consents" in words(world.location(COURIER, WEST))
    world.say(COURIER, "南门")
    assert report(world).state is ReportState.SUBMITTED


def test_the_muted_do_not_answer(world: World) -> None:
    asked = ask(world)
    begin_answer(world, asked)
    by, muted = world.member(COORDINATOR).id, world.member(COURIER).id
    mutes.begin(world.transaction, muted, MuteReason.RUDE, None, by, world.now + 1000, world.now)
    assert "暂时不能上报" in words(world.say(COURIER, "南门"))
    assert report(world).state is ReportState.ASKED


def test_nobody_else_answers(world: World) -> None:
    asked = ask(world)
    for data in (button(asked, "answer:"), category_button(asked, "cannot_say")):
        assert "不是你的上报" in answer(world.press(OTHER_COURIER, data))
    assert report(world).state is ReportState.ASKED


def test_an_answer_after_it_was_taken_on_says_so(world: World) -> None:
    asked = ask(world)
    begin_answer(world, asked)
    world.press(COORDINATOR, button(world.press(WORKER, f"show:{report(world).token}:3"), "accept:"))
    rows = world.say(COURIER, "南门")
    assert "已经由刘敏接下了" in words(rows, COURIER)
    assert "已经由刘敏接下了" in answer(world.press(COURIER, button(asked, "answer:")))


def test_whoever_asked_and_answers_for_it_no_longer_is_not_told(world: World) -> None:
    begin_answer(world, ask(world))
    worker = world.member(WORKER).id
    world.transaction.execute("DELETE FROM grid_workers WHERE member_id = :id", {"id": worker})
    assert "sendMessage" not in methods(world.say(COURIER, "南门"), WORKER)


@pytest.mark.parametrize("choice", ["", "maybe"])
def test_a_forged_answer_changes_nothing(world: World, choice: str) -> None:
    ask(world)
    rows = world.press(COURIER, f"answer_as:{report(world).token}:{report(world).version}:{choice}")
    assert "失效" in answer(rows)
    assert report(world).state is ReportState.ASKED
