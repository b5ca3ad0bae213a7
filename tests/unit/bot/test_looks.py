"""What a photo looks like: the same for the same picture, whatever was done to its bytes."""

from __future__ import annotations

import io
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, ImageEnhance

from bot.looks import COLUMNS, ROWS, difference_hash, look, told_by
from storage.photo_looks import ALIKE, BITS, Look, look_of

hashes = some.integers(0, 2**BITS - 1)


def scene(seed: int) -> Image.Image:
    """A picture with light and dark parts, as a street has them; another one for every seed."""
    chance = Random(seed)
    brightness = bytes(chance.randrange(256) for _ in range(COLUMNS * ROWS))
    coarse = Image.frombytes("L", (COLUMNS, ROWS), brightness)
    return coarse.resize((640, 480), Image.Resampling.BICUBIC).convert("RGB")


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def look_at(image: Image.Image, quality: int = 85) -> Look:
    seen = look(jpeg(image, quality))
    assert seen is not None
    return seen


@settings(max_examples=30, deadline=None)
@given(some.integers(0, 10_000), some.integers(30, 95), some.integers(200, 2000), some.floats(0.8, 1.2))
def test_another_size_quality_and_light_look_the_same(
    seed: int, quality: int, width: int, light: float
) -> None:
    changed = scene(seed).resize((width, width * 3 // 4))
    brighter = ImageEnhance.Brightness(changed).enhance(light)
    assert look_at(scene(seed)).distance(look_at(brighter, quality)) <= ALIKE


@settings(max_examples=30, deadline=None)
@given(some.integers(0, 10_000), some.integers(0, 10_000))
def test_another_scene_looks_different(one: int, other: int) -> None:
    distance = look_at(scene(one)).distance(look_at(scene(other)))
    assert (distance > ALIKE) == (one != other)


@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_what_is_even_looks_like_nothing(colour: str) -> None:
    assert look(jpeg(Image.new("RGB", (640, 480), colour))) is None
    assert look(jpeg(Image.linear_gradient("L").rotate(90))) is None


@given(some.binary(min_size=COLUMNS * ROWS, max_size=COLUMNS * ROWS))
def test_a_hash_has_a_bit_for_each_pair_of_neighbours_and_mirrors(pixels: bytes) -> None:
    value = difference_hash(pixels)
    inverted = difference_hash(bytes(255 - pixel for pixel in pixels))
    assert 0 <= value < 2**BITS
    assert value & inverted == 0


@given(hashes)
def test_only_what_has_light_and_dark_is_told_by_its_hash(value: int) -> None:
    assert told_by(value) in (None, look_of(value))


@given(hashes, hashes)
def test_the_distance_is_that_of_the_whole_hash(one: int, other: int) -> None:
    assert look_of(one).distance(look_of(other)) == (one ^ other).bit_count()


@given(hashes, some.sets(some.integers(0, BITS - 1), max_size=ALIKE))
def test_what_is_alike_has_a_band_in_common(value: int, flipped: set[int]) -> None:
    other = value
    for bit in flipped:
        other ^= 1 << bit
    assert any(
        mine == theirs for mine, theirs in zip(look_of(value).bands, look_of(other).bands, strict=True)
    )
