"""Two photos of one place, whole, side by side or one above the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image, UnidentifiedImageError

from messages.catalogue import Language
from messages.pictures.before_after import BeforeAfter, before_after
from messages.pictures.canvas import BLUE, ORANGE
from tests.unit.messages.pictures.reading import count_of, inked, jpeg, opened

RED, GREEN = "#ff0000", "#00ff00"
PORTRAIT = BeforeAfter(
    language=Language.ZH,
    number="WH-2026-000123",
    place="东湖路网格",
    before=jpeg(600, 800, RED),
    after=jpeg(900, 1200, GREEN),
    seen_on="2026-05-30",
    fixed_on="2026-06-02",
)
WIDE = replace(PORTRAIT, before=jpeg(800, 600, RED), after=jpeg(1200, 900, GREEN))


def area(image: Image.Image, colour: str) -> int:
    return count_of(image, colour, tolerance=12)


def test_high_photos_stand_side_by_side() -> None:
    image = opened(before_after(PORTRAIT))
    left = image.crop((0, 0, image.width // 2, image.height))
    right = image.crop((image.width // 2, 0, image.width, image.height))
    assert area(left, RED) > 400_000
    assert area(left, GREEN) == 0
    assert area(right, GREEN) > 400_000


def test_wide_photos_stand_one_above_the_other() -> None:
    image = opened(before_after(WIDE))
    upper = image.crop((0, 0, image.width, image.height // 2))
    lower = image.crop((0, image.height - 700, image.width, image.height))
    assert image.height > image.width
    assert area(upper, RED) > 500_000
    assert area(lower, GREEN) > 500_000


@pytest.mark.parametrize("sizes", [((100, 2000), (2000, 100)), ((1, 1), (1, 1)), ((4000, 10), (10, 4000))])
def test_a_photo_of_any_shape_is_shown_whole(sizes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    before, after = sizes
    shown = replace(PORTRAIT, before=jpeg(*before, RED), after=jpeg(*after, GREEN))
    opened(before_after(shown))


def test_which_is_which_is_said_on_them() -> None:
    image = opened(before_after(PORTRAIT))
    half = image.width // 2
    assert count_of(image, ORANGE, (0, 0, half, image.height), 12) > 5_000
    assert count_of(image, BLUE, (half, 0, image.width, image.height), 12) > 5_000


@pytest.mark.parametrize("language", Language)
def test_number_and_place_stand_above_and_stay_on_the_sheet(language: Language) -> None:
    shown = replace(PORTRAIT, language=language, place="东湖路社区第十二网格 north gate " * 9)
    image = opened(before_after(shown))
    ink = inked(image, (0, 0, image.width, 150))
    assert ink is not None
    assert ink[0] >= 20
    assert ink[2] <= image.width - 20


def test_without_a_place_no_room_is_left_for_it() -> None:
    with_place, without = before_after(PORTRAIT), before_after(replace(PORTRAIT, place=""))
    assert opened(without).height < opened(with_place).height


def test_the_same_photos_make_the_same_bytes() -> None:
    assert before_after(PORTRAIT) == before_after(PORTRAIT)


def test_what_is_no_photo_is_refused() -> None:
    with pytest.raises(UnidentifiedImageError):
        before_after(replace(PORTRAIT, after=b"\xff\xd8 a photo \xff\xd9"))
    with pytest.raises(OSError, match="truncated"):
        before_after(replace(PORTRAIT, after=PORTRAIT.after[:700]))
