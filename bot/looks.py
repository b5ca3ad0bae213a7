"""What a photo looks like, in 64 bits: a difference hash, which other sizes, qualities and light leave alone."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from storage.photo_looks import BITS, Look, look_of

ROWS, COLUMNS = 8, 9  # of the shrunken picture: eight differences between neighbours in each row
DECODED = (72, 64)  # pixels at least; a JPEG is decoded at a fraction of its size, in a few milliseconds

# Bits set, of 64. A blank wall, a dark street and an even sky have nearly none or nearly all, and look like each other.
FEWEST_BITS = 8


def look(jpeg: bytes) -> Look | None:
    """What a JPEG that is known to decode looks like; None when it shows too little. Run it in a thread."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
        image.draft("L", DECODED)
        shrunken = image.convert("L").resize((COLUMNS, ROWS), Image.Resampling.BOX)
    return told_by(difference_hash(shrunken.tobytes()))


def difference_hash(brightness: Sequence[int]) -> int:
    """A bit for each pixel but the last of its row, row by row: whether the one to its right is brighter."""
    value = 0
    for row in range(ROWS):
        for column in range(COLUMNS - 1):
            at = row * COLUMNS + column
            value = value << 1 | (brightness[at + 1] > brightness[at])
    return value


def told_by(value: int) -> Look | None:
    """The look that a hash means; None when too much is even."""
    return look_of(value) if FEWEST_BITS <= value.bit_count() <= BITS - FEWEST_BITS else None
