"""Words describe a report, or may be meant as one."""

from __future__ import annotations

import pytest

from handlers.reports.cards import WORDS_SHOWN
from messages.catalogue import Language, text
from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import answer, submit
from tests.unit.handlers.world import (
    COURIER,
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


@pytest.mark.parametrize(
    ("language_code", "asked"), [("zh-hans", "这是要上报的问题吗"), ("en", "something to be reported")]
)
def test_bare_words_are_asked_about(world: World, language_code: str, asked: str) -> None:
    world.press(COURIER, f"language:{language_code[:2]}")
    assert asked in words(world.say(COURIER, "井盖松了"))
    assert world.draft(COURIER) is None


@pytest.mark.parametrize("said", ["井盖松了", "<b> {{ 7*7 }} \u202e", "x" * 4096])
def test_the_button_takes_those_very_words(world: World, said: str) -> None:
    data = button(world.say(COURIER, said), "describe:")
    world.restart()
    rows = world.press(COURIER, data)
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.words == said
    assert "请发一张照片" in words(rows)


def test_the_words_join_a_draft_that_was_begun_meanwhile(world: World) -> None:
    data = button(world.say(COURIER, "井盖松了"), "describe:")
    world.photo(COURIER)
    world.press(COURIER, data)
    draft = world.draft(COURIER)
    assert draft is not None
    assert (draft.words, len(draft.photos)) == ("井盖松了", 1)


def test_a_double_tap_takes_them_once(world: World) -> None:
    data = button(world.say(COURIER, "井盖松了"), "describe:")
    world.press(COURIER, data)
    rows = world.press(COURIER, data)
    assert methods(rows) == ["answerCallbackQuery"]
    assert "另一条上报里" in answer(rows)
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.words == "井盖松了"


def test_nobody_else_can_make_a_report_of_them(world: World) -> None:
    data = button(world.say(COURIER, "井盖松了"), "describe:")
    assert "不是你的上报" in answer(world.press(OTHER_COURIER, data))


def test_newer_words_take_the_place_of_older_ones(world: World) -> None:
    old = button(world.say(COURIER, "你好"), "describe:")
    world.say(COURIER, "井盖松了")
    assert "失效" in answer(world.press(COURIER, old))
    (proposed,) = world.all_reports()
    assert (proposed.state, proposed.words) == (ReportState.PROPOSED, "井盖松了")


def test_words_edited_after_submission_are_added_and_what_was_read_stays(world: World) -> None:
    submit(world, caption="井盖松了")
    message_id = world.all_reports()[0].photos[0].message_id
    for _ in range(2):
        rows = world.photo(COURIER, edits=message_id, caption="在北门")
    rows = world.photo(COURIER, edits=message_id, caption="在南门")
    assert "井盖松了\n在北门\n在南门" in words(rows, WORKER)


@pytest.mark.parametrize("language", Language)
def test_ten_thousand_characters_in_one_message_are_kept_and_their_cut_is_said(
    world: World, language: Language
) -> None:
    world.press(COURIER, f"language:{language}")
    world.downloaded(only(world.photo(COURIER), "getFile"))
    long = "长" * 10_000
    asked = {"noted": "words", "words_cut": True, "words_shown": WORDS_SHOWN}
    assert words(world.say(COURIER, long)) == text(language, "reports/ask_place", asked)
    draft = world.draft(COURIER)
    assert draft is not None
    assert (draft.words, len(draft.photos)) == (long, 1)
    rows = world.press(COURIER, category_button(world.location(COURIER, WEST), "leak"))
    assert "长" * (WORDS_SHOWN - 1) + "…" in words(rows, WORKER)
