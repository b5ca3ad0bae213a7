"""What somebody sends before they join is set aside, and they are told truly what that is."""

from __future__ import annotations

import pytest

from tests.unit.handlers.world import STRANGER, WEST, World, methods, words

SAID = {
    "zh-hans": {"photo": "照片：只记下编号", "place": "• 位置", "words": "• 文字", "nobody": "谁也看不到"},
    "en": {
        "photo": "Photo: only its number",
        "place": "• The place",
        "words": "• Your words",
        "nobody": "Nobody",
    },
}


def held(world: World, said: str) -> set[str]:
    """What the text says is set aside."""
    assert world.language_code is not None
    return {kind for kind, words in SAID[world.language_code].items() if words in said}


@pytest.fixture(params=SAID)
def world(request: pytest.FixtureRequest, world: World) -> World:
    world.language_code = request.param
    return world


def test_a_photo_is_known_by_its_number(world: World) -> None:
    assert held(world, words(world.photo(STRANGER))) == {"photo", "nobody"}


def test_a_photo_with_words(world: World) -> None:
    rows = world.photo(STRANGER, caption="盖子裂了")
    assert held(world, words(rows)) == {"photo", "words", "nobody"}


def test_a_place_alone(world: World) -> None:
    assert held(world, words(world.location(STRANGER, WEST))) == {"place", "nobody"}


def test_what_comes_a_moment_later_is_said_too(world: World) -> None:
    world.photo(STRANGER)
    world.now += 5000
    assert held(world, words(world.location(STRANGER, WEST))) == {"photo", "place", "nobody"}


def test_a_photo_a_moment_after_the_place_is_said_too(world: World) -> None:
    world.location(STRANGER, WEST)
    world.now += 5000
    assert held(world, words(world.photo(STRANGER))) == {"photo", "place", "nobody"}


def test_an_album_is_answered_once(world: World) -> None:
    world.photo(STRANGER, "one", album="7")
    assert world.photo(STRANGER, "two", album="7") == []


def test_a_report_without_anything_in_it_sets_nothing_aside(world: World) -> None:
    rows = world.say(STRANGER, "/report")
    assert held(world, words(rows)) == set()
    assert methods(rows) == ["sendMessage", "sendMessage"]


def test_how_long_it_is_kept_is_said(world: World) -> None:
    assert "24" in words(world.photo(STRANGER))


def test_the_open_question_stands_below_what_was_said(world: World) -> None:
    world.say(STRANGER, "/start")
    last = world.photo(STRANGER)[-1]
    assert "join_agree" in str(last.parameters["reply_markup"])
