"""A report is returned for a reason that says what to send next, and can be reported again."""

from __future__ import annotations

import pytest

from handlers.reports.lifecycle import CAN_BE_RETRIED
from messages import catalogue
from messages.catalogue import Language
from storage.reports import Place, ReportState, ReturnReason
from tests.unit.handlers.reports.reporting import Rows, answer, returned, submit
from tests.unit.handlers.world import (
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
    methods,
    only,
    shown,
    words,
)


@pytest.fixture
def submission(world: World) -> Rows:
    return submit(world, caption="井盖松了")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", ReturnReason)
def test_each_reason_tells_the_courier_what_to_send_next(
    world: World, reason: ReturnReason, language: Language
) -> None:
    world.press(COURIER, f"language:{language}")
    submission = submit(world)
    rows = returned(world, WORKER, submission, reason)
    said = words(rows, COURIER)
    assert "WH-2026-000001" in said
    assert catalogue.label(language, f"next_step.{reason}") in said
    assert "已退回" in words(rows, WORKER)
    assert not [one for one in shown(rows) if one.data.startswith(("accept:", "return:"))]
    assert world.all_reports()[0].state is ReportState.RETURNED


@pytest.mark.parametrize("reason", ReturnReason)
def test_a_button_to_report_again_is_there_when_that_makes_sense(
    world: World, submission: Rows, reason: ReturnReason
) -> None:
    rows = returned(world, WORKER, submission, reason)
    offered = [one for one in shown(rows) if one.data.startswith("retry:")]
    assert bool(offered) is CAN_BE_RETRIED[reason]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", [reason for reason, can in CAN_BE_RETRIED.items() if not can])
def test_an_old_button_to_report_again_what_is_not_to_be_says_so(
    world: World, submission: Rows, reason: ReturnReason, language: Language
) -> None:
    returned(world, WORKER, submission, reason)
    world.press(COURIER, f"language:{language}")
    report = world.all_reports()[0]
    rows = world.press(COURIER, f"retry:{report.token}:{report.version}")
    assert answer(rows) == catalogue.label(language, "refused.not_to_be_retried")
    assert world.draft(COURIER) is None


def test_every_reason_says_whether_it_can_be_reported_again() -> None:
    assert set(CAN_BE_RETRIED) == set(ReturnReason)
    says_no = {reason for reason in ReturnReason if "不用再报" in next_step(reason)}
    assert not any(CAN_BE_RETRIED[reason] for reason in says_no)


def next_step(reason: ReturnReason) -> str:
    return catalogue.label(Language.ZH, f"next_step.{reason}")


def test_the_reasons_replace_the_buttons_and_back_brings_them_again(world: World, submission: Rows) -> None:
    rows = world.press(WORKER, button(submission, "return:"))
    assert methods(rows) == ["editMessageReplyMarkup", "answerCallbackQuery"]
    assert len(shown(rows)) == len(ReturnReason) + 1
    rows = world.press(WORKER, button(rows, "decide:"))
    assert [one.data.split(":")[0] for one in shown(rows)] == [
        "accept",
        "return",
        "hand_over",
        "ask",
        "write",
        "choose_same",
    ]


def test_a_double_tap_returns_once(world: World, submission: Rows) -> None:
    reasons = world.press(WORKER, button(submission, "return:"))
    data = category_button(reasons, "unclear")
    world.press(WORKER, data)
    rows = world.press(WORKER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "已经退回" in answer(rows)


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, PENDING, STRANGER])
@pytest.mark.parametrize("data", ["return:{token}:2", "reason:{token}:2:unclear", "decide:{token}:2"])
def test_whoever_does_not_answer_for_the_place_cannot_return(
    world: World, submission: Rows, who: int, data: str
) -> None:
    rows = world.press(who, data.format(token=world.all_reports()[0].token))
    assert methods(rows) == ["answerCallbackQuery"]
    assert "归别的网格管" in answer(rows)
    assert world.all_reports()[0].state is ReportState.SUBMITTED


@pytest.mark.parametrize("data", ["reason:{token}:2", "reason:{token}:2:bored", "reason:{token}:x:unclear"])
def test_a_forged_reason_returns_nothing(world: World, submission: Rows, data: str) -> None:
    assert "失效" in answer(world.press(WORKER, data.format(token=world.all_reports()[0].token)))
    assert world.all_reports()[0].state is ReportState.SUBMITTED


def test_what_was_accepted_cannot_be_returned(world: World, submission: Rows) -> None:
    world.press(WORKER, button(submission, "accept:"))
    assert "已经由王秀英接下" in answer(world.press(WORKER, button(submission, "return:")))


def test_what_was_returned_cannot_be_accepted(world: World, submission: Rows) -> None:
    returned(world, WORKER, submission, "split")
    assert "已经退回" in answer(world.press(COORDINATOR, button(submission, "accept:")))


def test_reporting_again_keeps_place_and_words_and_asks_for_better_photos(
    world: World, submission: Rows
) -> None:
    rows = returned(world, WORKER, submission, "unclear")
    rows = world.press(COURIER, button(rows, "retry:"))
    assert "请发一张照片" in words(rows)
    draft = world.draft(COURIER)
    assert draft is not None
    assert (draft.place, draft.words, draft.photos) == (Place(*WEST), "井盖松了", ())
    rows = world.photo(COURIER, "better")
    world.downloaded(only(rows, "getFile"), image=b"better")
    rows = world.press(COURIER, category_button(rows, "manhole"))
    assert "WH-2026-000002" in words(rows, WORKER)


def test_reporting_again_twice_goes_on_with_the_same_draft(world: World, submission: Rows) -> None:
    data = button(returned(world, WORKER, submission, "unclear"), "retry:")
    world.press(COURIER, data)
    world.press(COURIER, data)
    assert len(world.all_reports()) == 2


def test_what_was_reported_again_says_its_new_number(world: World, submission: Rows) -> None:
    data = button(returned(world, WORKER, submission, "unclear"), "retry:")
    world.press(COURIER, data)
    rows = world.photo(COURIER, "better")
    world.downloaded(only(rows, "getFile"), image=b"better")
    world.press(COURIER, category_button(rows, "manhole"))
    assert "WH-2026-000002" in answer(world.press(COURIER, data))


def test_nobody_else_can_report_it_again(world: World, submission: Rows) -> None:
    data = button(returned(world, WORKER, submission, "unclear"), "retry:")
    assert "不是你的上报" in answer(world.press(OTHER_COURIER, data))
