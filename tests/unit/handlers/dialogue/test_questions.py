"""A grid worker asks the reporter for one thing; the report waits for it."""

from __future__ import annotations

import pytest

from handlers.dialogue.buttons import Preset
from handlers.dialogue.questions import LONGEST
from messages.catalogue import Language, label
from storage import unreachable
from storage.reports import ReportState
from tests.unit.handlers.clockwork import next_time
from tests.unit.handlers.dialogue.talking import GROUP, ask, give_group, question, report
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COORDINATOR,
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


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("preset", Preset)
def test_what_is_offered_is_asked_in_the_reporters_language(
    world: World, preset: Preset, language: Language
) -> None:
    world.press(COURIER, f"language:{language}")
    rows = ask(world, preset=preset)
    said = label(language, f"dialogue_question.{preset}")
    assert said in words(rows, COURIER)
    assert report(world).state is ReportState.ASKED
    assert label(Language.ZH, f"dialogue_question.{preset}") in words(rows, WORKER)
    assert "王秀英" not in words(rows, COURIER)


def test_the_questions_replace_the_cards_buttons_and_back_brings_them_again(world: World) -> None:
    rows = world.press(WORKER, button(submit(world), "ask:"))
    assert methods(rows) == ["editMessageReplyMarkup", "answerCallbackQuery"]
    assert len(shown(rows)) == len(Preset) + 2
    assert "accept:" in button(world.press(WORKER, button(rows, "decide:")), "accept:")


def test_a_question_in_own_words_is_asked_for_in_private(world: World) -> None:
    rows = world.press(WORKER, button(submit(world), "ask:"))
    rows = world.press(WORKER, category_button(rows, "own"))
    assert "想问上报人什么" in words(rows, WORKER)
    rows = world.say(WORKER, "是<b>哪个</b>门？")
    assert "是&lt;b&gt;哪个&lt;/b&gt;门？" in words(rows, COURIER)
    assert "已问" in words(rows, WORKER)
    assert (question(world).words, question(world).preset) == ("是<b>哪个</b>门？", None)


def test_a_question_that_is_too_long_stays_open(world: World) -> None:
    world.press(WORKER, category_button(world.press(WORKER, button(submit(world), "ask:")), "own"))
    assert f"最多 {LONGEST} 个" in words(world.say(WORKER, "长" * (LONGEST + 1)))
    assert report(world).state is ReportState.SUBMITTED
    assert "短" in words(world.say(WORKER, "短"), COURIER)


def test_cancel_asks_nothing(world: World) -> None:
    world.press(WORKER, category_button(world.press(WORKER, button(submit(world), "ask:")), "own"))
    assert "不问了" in words(world.say(WORKER, "/cancel"))
    assert report(world).state is ReportState.SUBMITTED


def test_own_words_after_somebody_has_taken_it_on_ask_nothing_and_say_why(world: World) -> None:
    cards = submit(world)
    world.press(WORKER, category_button(world.press(WORKER, button(cards, "ask:")), "own"))
    world.press(COORDINATOR, button(cards, "accept:"))
    rows = world.say(WORKER, "哪个门？")
    assert "已经由刘敏接下了" in words(rows, WORKER)
    assert words(rows, COURIER) == ""


def test_a_double_tap_asks_once(world: World) -> None:
    cards = submit(world)
    presets = world.press(WORKER, button(cards, "ask:"))
    world.press(WORKER, category_button(presets, "where"))
    rows = world.press(WORKER, category_button(presets, "where"))
    assert methods(rows) == ["answerCallbackQuery"]
    assert "正在等上报人补充" in answer(rows)


@pytest.mark.parametrize("who", [COURIER, OTHER_COURIER, OTHER_WORKER, STRANGER])
@pytest.mark.parametrize("data", ["ask:{token}:2", "question:{token}:2:where", "question:{token}:2:own"])
def test_whoever_does_not_answer_for_the_place_asks_nothing(world: World, who: int, data: str) -> None:
    submit(world)
    rows = world.press(who, data.format(token=report(world).token))
    assert "归别的网格管" in answer(rows)
    assert report(world).state is ReportState.SUBMITTED


@pytest.mark.parametrize("data", ["question:{token}:2", "question:{token}:2:why", "question:{token}:x:where"])
def test_a_forged_question_asks_nothing(world: World, data: str) -> None:
    submit(world)
    assert "失效" in answer(world.press(WORKER, data.format(token=report(world).token)))
    assert report(world).state is ReportState.SUBMITTED


def test_somebody_who_was_erased_cannot_be_asked(world: World) -> None:
    cards = submit(world)
    world.press(COURIER, button(world.say(COURIER, "/deleteme"), "erase:"))
    assert "联系不上" in answer(world.press(WORKER, button(cards, "ask:")))
    assert report(world).state is ReportState.SUBMITTED


def test_at_night_the_question_comes_without_a_sound(world: World) -> None:
    cards = submit(world)
    world.now = next_time(world.now, 23)
    rows = ask(world, cards)
    sent = next(row for row in rows if row.chat_id == COURIER)
    assert sent.parameters["disable_notification"] is True


def test_in_a_group_the_presets_are_there_and_own_words_are_asked_for_in_private(world: World) -> None:
    give_group(world)
    cards = submit(world)
    presets = world.press(WORKER, button(cards, "ask:"), chat_id=GROUP)
    rows = world.press(WORKER, category_button(presets, "own"), chat_id=GROUP)
    assert "私聊" in answer(rows)
    assert only(rows, "sendMessage").chat_id == WORKER
    assert "哪个门" in words(world.say(WORKER, "哪个门？"), COURIER)


def test_in_a_group_whoever_cannot_be_written_to_hears_so(world: World) -> None:
    give_group(world)
    presets = world.press(WORKER, button(submit(world), "ask:"), chat_id=GROUP)
    unreachable.mark(world.transaction, "telegram", WORKER, "blocked", world.now)
    rows = world.press(WORKER, category_button(presets, "own"), chat_id=GROUP)
    assert "我没法私聊你" in answer(rows)
    assert methods(rows) == ["answerCallbackQuery"]


@pytest.mark.parametrize("who", [COORDINATOR, OTHER_WORKER])
def test_in_a_group_others_ask_nothing(world: World, who: int) -> None:
    give_group(world)
    rows = world.press(who, button(submit(world), "ask:"), chat_id=GROUP)
    assert methods(rows) == ["answerCallbackQuery"]
    assert report(world).state is ReportState.SUBMITTED
