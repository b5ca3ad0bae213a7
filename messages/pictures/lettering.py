"""Letters in pictures: one font, in which everything is measured, shortened and broken into lines."""

from __future__ import annotations

import unicodedata
from functools import cache

from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from messages.catalogue import ROOM

FONT = ROOM / "fonts" / "NotoSansSC-Medium.ttf"
MORE = "…"
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
    return " ".join("".join(character if _is_drawn(character) else " " for character in text).split())


def width_of(text: str, size: int) -> float:
    """How much room a text takes, in px."""
    return font(size).getlength(text)


def fitted(text: str, size: int, width: float) -> str:
    """A plain text, cut where it would be longer than `width` (px)."""
    text = plain(text)
    if width_of(text, size) <= width:
        return text
    while text and width_of(text + MORE, size) > width:
        text = text[:-1]
    return text.rstrip() + MORE


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


def _line_end(text: str, size: int, width: float) -> int:
    end = len(text)
    while end > 1 and width_of(text[:end], size) > width:
        end -= 1
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
