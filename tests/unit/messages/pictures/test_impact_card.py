"""A year on a card: what was done, never what was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messages.catalogue import Language
from messages.pictures.canvas import RED, WHITE
from messages.pictures.impact_card import Figure, ImpactCard, impact_card
from tests.unit.messages.pictures.reading import count_of, inked, opened

FOUR = ImpactCard(
    Language.ZH,
    "李强",
    "2026",
    (Figure(128, "件上报"), Figure(97, "件修好了"), Figure(12, "次培训"), Figure(1204, "次感谢")),
)


def test_every_figure_has_a_tile_with_its_number() -> None:
    image = opened(impact_card(FOUR))
    for left in (56, 554):
        for top in (460, 778):
            tile = (left + 20, top, left + 460, top + 290)
            assert count_of(image, WHITE, tile) > 80_000
            assert count_of(image, RED, tile) > 1_000


def test_what_was_not_done_is_not_shown() -> None:
    without = replace(FOUR, figures=(FOUR.figures[0], Figure(0, "件修好了")))
    assert without.told == (FOUR.figures[0],)
    assert impact_card(without) == impact_card(replace(FOUR, figures=FOUR.figures[:1]))


def test_the_card_is_as_high_as_what_it_has_to_tell() -> None:
    heights = [
        opened(impact_card(replace(FOUR, figures=FOUR.figures[:many]))).height for many in (0, 1, 2, 3, 4)
    ]
    assert heights == sorted(heights)
    assert heights[1] == heights[2]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "name", ["李强", "🛵", "", "Alexandrina Konstantinopolskaya-Smith of Wuhan", "阿" * 60]
)
def test_a_name_of_any_length_stays_beside_the_heart(language: Language, name: str) -> None:
    image = opened(impact_card(replace(FOUR, language=language, name=name)))
    assert count_of(image, WHITE, (720, 0, 1080, 340), 40) == 0


def test_huge_numbers_and_long_words_stay_in_their_tile() -> None:
    image = opened(impact_card(replace(FOUR, figures=(Figure(10**12, "次 trainings and actions " * 9),) * 4)))
    between = inked(image, (540, 520, 554, 700))
    assert between is None


def test_no_red_cross_is_drawn_for_its_emblem_is_protected() -> None:
    image = opened(impact_card(FOUR))
    band = image.crop((0, 0, 1080, 340))
    assert count_of(band, WHITE) < 20_000  # letters, and no white field that a red sign would stand on
