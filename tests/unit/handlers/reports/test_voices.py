"""What is spoken describes a report as words do, and the grid worker hears it; a photo passed on is known as one."""

from __future__ import annotations

import pytest

from handlers.reports.questions import Hole
from storage import report_voices
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import MINUTE
from tests.unit.handlers.world import (
    COURIER,
    STRANGER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    methods,
    only,
    photo_sizes,
    words,
)

FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "somebody"}}


def speak(world: World, who: int = COURIER, name: str = "v") -> list[OutboxRow]:
    return world.message(who, {"voice": {"file_id": name, "file_unique_id": f"u-{name}", "duration": 7}})


def finish(world: World) -> list[OutboxRow]:
    """Photo, place and category; the rows of the submission."""
    world.downloaded(only(world.photo(COURIER, f"at {world.now}"), "getFile"))
    return world.press(COURIER, category_button(world.location(COURIER, WEST), "road"))


def test_in_a_draft_it_is_kept_and_the_question_goes_on(world: World) -> None:
    world.photo(COURIER)
    said = words(speak(world))
    assert "语音收到" in said
    assert "在哪里" in said
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.voices == 1


def test_the_grid_worker_hears_it_below_the_card_which_counts_it(world: World) -> None:
    world.say(COURIER, "/report")
    speak(world)
    rows = finish(world)
    assert methods(rows, to=WORKER) == ["sendPhoto", "sendVoice", "sendVenue"]
    assert only([row for row in rows if row.chat_id == WORKER], "sendVoice").parameters["voice"] == "v"
    assert "🎤 1" in words(rows, to=WORKER)


def test_without_a_draft_it_is_asked_whether_it_is_a_report(world: World) -> None:
    asked = speak(world)
    assert "这段语音" in words(asked)
    assert world.draft(COURIER) is None
    world.restart()
    assert "🎤 1" in words(world.press(COURIER, button(asked, "describe:")))
    assert "sendVoice" in methods(finish(world), to=WORKER)


def test_the_same_message_again_counts_once(world: World) -> None:
    world.photo(COURIER)
    speak(world)
    draft = world.draft(COURIER)
    assert draft is not None
    (voice,) = report_voices.of(world.transaction, draft.id)
    report_voices.add(world.transaction, draft.id, voice)
    assert report_voices.of(world.transaction, draft.id) == [voice]


def test_put_together_two_drafts_have_the_voices_of_both(world: World) -> None:
    world.photo(COURIER, "one")
    speak(world, name="first")
    world.now += 11 * MINUTE
    older = world.photo(COURIER, "two")
    speak(world, name="second")
    world.press(COURIER, button(older, "join:"))
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.voices == 2


def test_given_up_or_tried_again_it_goes_or_stays(world: World) -> None:
    world.photo(COURIER)
    speak(world)
    world.say(COURIER, "/cancel")
    assert world.all_reports()[0].voices == 0
    world.say(COURIER, "/report")
    speak(world)
    reasons = world.press(WORKER, button(finish(world), "return:"))
    returned = world.press(WORKER, category_button(reasons, "unclear"))
    world.press(COURIER, button(returned, "retry:"))
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.voices == 1


@pytest.mark.parametrize("who", [WORKER, STRANGER])
def test_whoever_cannot_report_is_told_that_it_is_of_no_use(world: World, who: int) -> None:
    assert "没有保存" in words(speak(world, who))


@pytest.mark.parametrize("is_file", [False, True])
def test_of_a_photo_passed_on_the_place_is_asked_for(world: World, is_file: bool) -> None:
    document = {"file_id": "d", "file_unique_id": "u", "mime_type": "image/jpeg"}
    content = {"document": document} if is_file else {"photo": photo_sizes("one")}
    rows = world.message(COURIER, {**content, **FORWARDED})
    assert "转发的照片" in words(rows)
    world.downloaded(only(rows, "getFile"), place=WEST)
    draft = world.draft(COURIER)
    assert draft is not None
    assert draft.place is None
    assert draft.asked == Hole.PLACE


def test_the_card_says_that_a_photo_was_passed_on(world: World) -> None:
    rows = world.message(COURIER, {"photo": photo_sizes("one"), **FORWARDED})
    world.downloaded(only(rows, "getFile"))
    card = world.press(COURIER, category_button(world.location(COURIER, WEST), "road"))
    assert "1 张照片是转发来的" in words(card, to=WORKER)
