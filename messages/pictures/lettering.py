"""Letters in pictures: one font, in which everything is measured, shortened and broken into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, takewhile

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from messages.catalogue import ROOM

FONT = ROOM / "fonts" / "NotoSansSC-Medium.ttf"
MORE, LATIN_MORE = "…", "..."  # the former stands as high as the middle of a Chinese character
# The font's quotes are as wide as a Chinese character; beside Latin letters straight ones stand better.
QUOTES = re.compile("(?<=[!-~])[‘’“”]+|[‘’“”]+(?=[!-~])")
STRAIGHT = str.maketrans("‘’“”", "''\"\"")
SMALLEST = 24  # px in a picture 1080 to 1280 wide: what a phone still shows at arm's length
FIRST_PICTOGRAM = 0x2190  # from here on, signs of the category So are arrows, dingbats and emoji
UNITS = range(0x3200, 0x3400)  # but these are ㎡ and its like, which the font has
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Sk"})


@cache
def font(size: int) -> FreeTypeFont:
    """The letters in a size (px)."""
    return ImageFont.truetype(str(FONT), size, layout_engine=ImageFont.Layout.BASIC)


def plain(text: str) -> str:
    """A text in one line, without the emoji that the font has no glyphs for."""
    text = QUOTES.sub(lambda quotes: quotes[0].translate(STRAIGHT), text)
    return " ".join("".join(character if _is_drawn(character) else " " for character in text).split())


def width_of(text: str, size: int) -> float:
    """How much room a text takes, in px. Characters stand side by side: the font has no kerning."""
    return sum(_advance(character, size) for character in text)


def fitted(text: str, size: int, width: float) -> str:
    """A plain text, cut where it would be longer than `width` (px)."""
    text = plain(text)
    if width_of(text, size) <= width:
        return text
    room = width - max(width_of(MORE, size), width_of(LATIN_MORE, size))
    return _cut(text[: _count_within(text, size, room)])


def largest(text: str, sizes: tuple[int, ...], width: float) -> int:
    """The first of some sizes, from large to small, in which a text fits; the last one when it fits in none."""
    return next((size for size in sizes if width_of(plain(text), size) <= width), sizes[-1])


def wrapped(text: str, size: int, width: float, lines: int) -> list[str]:
    """A text in at most so many lines; Latin words stay whole where they can, and the last line is cut."""
    rest = plain(text)
    broken: list[str] = []
    while rest and len(broken) < lines - 1:
        end = _line_end(rest, size, width)
        broken.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*broken, fitted(rest, size, width)] if rest else broken


def balanced(text: str, size: int, width: float, lines: int) -> list[str]:
    """A text in no more lines than it needs, each about as long as the others, so that none holds a last word alone."""
    most = len(wrapped(text, size, width, lines))
    whole = "".join(plain(text).split())
    for share in range(50, 100, 5):
        broken = wrapped(text, size, width * share / 100, most)
        if "".join("".join(broken).split()) == whole:
            return broken
    return wrapped(text, size, width, lines)


@lru_cache(maxsize=20_000)  # more than the characters of all sizes together that are in use
def _advance(character: str, size: int) -> float:
    return font(size).getlength(character)


def _cut(text: str) -> str:
    text = text.rstrip()
    return text + (LATIN_MORE if text.isascii() else MORE)


def _count_within(text: str, size: int, width: float) -> int:
    """How many characters of a text are not wider than that."""
    ends = accumulate(_advance(character, size) for character in text)
    return sum(1 for _ in takewhile(lambda end: end <= width, ends))


def _line_end(text: str, size: int, width: float) -> int:
    end = max(1, _count_within(text, size, width))
    if end == len(text):
        return end
    space = text.rfind(" ", 1, end + 1)
    breaks_a_word = text[end - 1].isascii() and text[end].isascii()
    return space if breaks_a_word and space > 0 else end


def _is_drawn(character: str) -> bool:
    category, code = unicodedata.category(character), ord(character)
    if category in INVISIBLE:
        return False
    return category != "So" or code < FIRST_PICTOGRAM or code in UNITS
