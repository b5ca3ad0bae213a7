"""Whatever else comes while a question of the registration is open: the question stands, and nothing is mistaken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from storage.outbox import OutboxRow
from tests.unit.handlers.registration.applicants import agree, name, phone, registration_of
from tests.unit.handlers.world import STRANGER, WEST, World, shown, words

Rows = list[OutboxRow]
STICKER = {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1}
VIDEO = {"file_id": "v", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
UNUSABLE: Mapping[str, Mapping[str, object]] = {
    "sticker": {**STICKER, "is_animated": False, "is_video": False},
    "video": VIDEO,
    "voice": {"file_id": "w", "file_unique_id": "u", "duration": 1},
    "document": {"file_id": "d", "file_unique_id": "u", "file_name": "paper.pdf"},
}
# How far somebody has come, and what they are asked then.
STEPS: Mapping[str, tuple[Callable[[World], Rows], str]] = {
    "consent": (lambda world: world.say(STRANGER, "/start"), "先请你看一眼"),
    "name": (agree, "怎么称呼你"),
    "phone": (name, "留个电话吗"),
    "station": (phone, "你在哪个站点"),
}


@pytest.mark.parametrize("step", ["consent", "station"])
@pytest.mark.parametrize(
    ("language_code", "kindly"), [("zh-hans", "点一下按钮就行"), ("en", "takes a press")]
)
def test_words_where_a_button_is_needed_repeat_the_question(
    world: World, step: str, language_code: str, kindly: str
) -> None:
    world.language_code = language_code
    begin, _ = STEPS[step]
    asked = begin(world)
    rows = world.say(STRANGER, "井盖松了")
    assert kindly in words(rows)
    assert [one.data for one in shown(rows)] == [one.data for one in shown(asked)]


@pytest.mark.parametrize("step", ["consent", "station"])
def test_such_words_get_into_no_report(world: World, step: str) -> None:
    world.photo(STRANGER, caption="盖子裂了")
    STEPS[step][0](world)
    world.say(STRANGER, "你好")
    draft = world.draft(STRANGER)
    assert draft is not None
    assert draft.words == "盖子裂了"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", UNUSABLE)
def test_what_cannot_be_used_repeats_the_question(world: World, step: str, kind: str) -> None:
    begin, question = STEPS[step]
    begin(world)
    rows = world.message(STRANGER, {kind: UNUSABLE[kind]})
    assert "用不上" in words(rows)
    assert "/help" not in words(rows)
    assert question in words(rows[-1:])


@pytest.mark.parametrize("step", STEPS)
def test_a_report_that_interrupts_leaves_the_question_open(world: World, step: str) -> None:
    begin, question = STEPS[step]
    begin(world)
    before = registration_of(world)
    rows = world.location(STRANGER, WEST)
    assert question in words(rows[-1:])
    after = registration_of(world)
    assert before is not None
    assert after is not None
    assert (after.name, after.phone, after.station_id) == (before.name, before.phone, before.station_id)


def test_without_a_registration_words_and_stickers_are_answered_as_ever(world: World) -> None:
    world.say(STRANGER, "/help")
    assert "看不懂聊天" in words(world.say(STRANGER, "你好"))
    assert "/help" in words(world.message(STRANGER, {"sticker": UNUSABLE["sticker"]}))
