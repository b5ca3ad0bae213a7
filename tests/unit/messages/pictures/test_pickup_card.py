"""A code that a camera reads, and the same in letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
import segno
from PIL import Image

from messages.catalogue import Language
from messages.pictures.canvas import FAINT
from messages.pictures.pickup_card import PickupCard, pickup_card
from tests.unit.messages.pictures.reading import count_of, inked, opened

CARD = PickupCard(
    Language.ZH, "K7M 2QX", "https://t.me/bot?start=pickup_k7m2qx", "防暑降温包", ("水果湖驿站", "6月30日前")
)


def modules(image: Image.Image, count: int) -> list[list[bool]]:
    """What a camera would read between title and code: a square of so many modules, True for dark."""
    box = inked(image, (0, 130, image.width, 870))
    assert box is not None
    left, top, right, bottom = box
    assert right - left == bottom - top
    side = (right - left) / count
    grey = image.convert("L")
    places = [round((index + 0.5) * side) for index in range(count)]
    return [[int(str(grey.getpixel((left + x, top + y)))) < 128 for x in places] for y in places]


@pytest.mark.parametrize("payload", ["K7M2QX", CARD.qr_payload, "x" * 200, "领取 42"])
def test_the_qr_code_is_that_of_the_payload(payload: str) -> None:
    expected = [[bool(module) for module in row] for row in segno.make_qr(payload, error="m").matrix]
    image = opened(pickup_card(replace(CARD, qr_payload=payload)))
    assert modules(image, len(expected)) == expected


def test_around_the_code_there_is_the_white_that_cameras_need() -> None:
    image = opened(pickup_card(CARD))
    box = inked(image, (0, 130, image.width, 870))
    assert box is not None
    module = (box[2] - box[0]) / segno.make_qr(CARD.qr_payload, error="m").symbol_size(border=0)[0]
    assert box[0] > 4 * module
    assert inked(image, (0, box[3], image.width, round(box[3] + 4 * module))) is None


def test_the_letters_of_the_code_are_large() -> None:
    image = opened(pickup_card(CARD))
    letters = inked(image, (0, 930, image.width, 1100))
    assert letters is not None
    assert letters[3] - letters[1] > 90


@pytest.mark.parametrize("code", ["7", "K7M2QXK7M2QXK7", "K7M2-" * 20])
def test_a_code_of_any_length_stays_on_the_card(code: str) -> None:
    image = opened(pickup_card(replace(CARD, code=code)))
    letters = inked(image, (0, 930, image.width, 1100))
    assert letters is not None
    assert letters[0] >= 50
    assert letters[2] <= image.width - 50


@pytest.mark.parametrize("lines", [(), ("一行",), ("一", "二", "三")])
def test_there_is_room_for_the_facts_and_none_is_wasted(lines: tuple[str, ...]) -> None:
    image = opened(pickup_card(replace(CARD, lines=lines)))
    last = (0, image.height - 130, image.width, image.height)
    assert image.height == opened(pickup_card(replace(CARD, lines=()))).height + 58 * len(lines)
    assert (count_of(image, FAINT, last) > 0) == bool(lines)


def test_a_payload_that_no_code_holds_is_a_mistake() -> None:
    with pytest.raises(segno.DataOverflowError):
        pickup_card(replace(CARD, qr_payload="x" * 5000))
