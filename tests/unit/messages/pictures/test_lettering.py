"""What fits, where it breaks, and what the font has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages import catalogue
from messages.catalogue import Language
from messages.pictures import lettering
from messages.pictures.lettering import balanced, fitted, font, largest, plain, width_of, wrapped

SHOWN = st.text(st.sampled_from("网格东湖路 street-12，。ABCij'’“”🛵\n"), max_size=60)


def has_glyph(character: str) -> bool:
    """Whether it looks like anything but the box for what is missing."""
    return bytes(font(40).getmask(character)) != bytes(font(40).getmask("\U000f0000"))


@pytest.mark.parametrize("language", Language)
def test_every_character_of_the_labels_can_be_drawn(language: Language) -> None:
    words = {catalogue.label(language, key) for key in catalogue.label_keys(language)}
    characters = {character for word in words for character in plain(word) if character != " "}
    assert [character for character in characters if not has_glyph(character)] == []


@pytest.mark.parametrize("character", "武汉昌骑镕喆淼祎玥淏0９A℃㎡→（）、￥é")
def test_names_units_and_punctuation_can_be_drawn(character: str) -> None:
    assert has_glyph(character)


def test_emoji_are_left_out_for_the_font_has_none() -> None:
    assert plain("李强 🛵👍🏽\ufe0f ✅\n 25℃ 3㎡") == "李强 25℃ 3㎡"


def test_quotes_beside_latin_letters_are_narrow() -> None:
    assert plain("riders’ “home”") == 'riders\' "home"'
    assert plain("武昌“轻骑兵”") == "武昌“轻骑兵”"


@given(SHOWN, st.integers(24, 60), st.integers(80, 600))
def test_what_was_fitted_is_no_wider_and_begins_as_it_did(text: str, size: int, width: int) -> None:
    line = fitted(text, size, width)
    assert width_of(line, size) <= width
    assert plain(text).startswith(line.removesuffix("...").removesuffix("…"))


@given(SHOWN, st.integers(24, 60), st.integers(80, 600), st.integers(1, 4))
def test_lines_hold_all_words_in_order_until_the_last_is_cut(
    text: str, size: int, width: int, lines: int
) -> None:
    for broken in (wrapped(text, size, width, lines), balanced(text, size, width, lines)):
        assert len(broken) <= lines
        assert all(width_of(line, size) <= width for line in broken)
        held = "".join("".join(broken).split()).removesuffix("...").removesuffix("…")
        assert "".join(plain(text).split()).startswith(held)


def test_the_measure_is_that_of_the_letters_drawn() -> None:
    assert width_of("AVATo 东湖", 38) == pytest.approx(font(38).getlength("AVATo 东湖"))


def test_latin_words_stay_whole() -> None:
    assert wrapped("alpha beta gamma", 30, width_of("alpha beta ga", 30), 2) == ["alpha beta", "gamma"]


def test_no_last_word_stands_alone() -> None:
    assert balanced("防暑降温包含毛巾水壶", 40, 9 * 40, 2) == ["防暑降温包", "含毛巾水壶"]


def test_letters_are_as_large_as_there_is_room_and_never_smaller_than_the_smallest() -> None:
    assert largest("网", (60, 40), 100) == 60
    assert largest("网格", (60, 40), 100) == 40
    assert largest("网格" * 50, (60, 40), 100) == 40


def test_nothing_is_smaller_than_a_phone_shows() -> None:
    assert lettering.SMALLEST * 400 / 1280 >= 7  # px on the smallest screens, 400 wide
