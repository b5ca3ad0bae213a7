"""What somebody's year has brought about, to keep and to show around."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageDraw

from messages.catalogue import Language, label
from messages.pictures import lettering, numbers
from messages.pictures.canvas import FAINT, FINER, INK, PAPER, RED, WHITE, Canvas
from messages.pictures.picture import Picture

WIDTH, MARGIN, GAP = 1080, 56, 28
BAND = 400  # px of red above
TILE = 290
NAME_SIZES, NUMBER_SIZES = (84, 68, 56, 44), (130, 104, 84, 64)
HEART_SIDE = 290  # px to the right of the name
BLUSH = "#e0475c"  # of the heart in the band


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class ImpactCard:
    """`period` is a year or the like. Up to four figures: seen, fixed, joined, thanked for, as whoever sends it counts.

    Figures of zero are left out: nobody is shown what they have not done.
    """

    language: Language
    name: str
    period: str
    figures: tuple[Figure, ...]

    @property
    def told(self) -> tuple[Figure, ...]:
        """The figures that are shown."""
        return tuple(figure for figure in self.figures if figure.number)[:4]


def impact_card(shown: ImpactCard) -> Picture:
    """Draw it."""
    rows = (len(shown.told) + 1) // 2
    canvas = Canvas(WIDTH, BAND + 60 + rows * (TILE + GAP) + 190)
    _draw_band(canvas)
    _write_band(canvas, shown)
    for index, figure in enumerate(shown.told):
        is_alone = index == len(shown.told) - 1 and index % 2 == 0
        _draw_tile(canvas, figure, index, is_alone)
    _write_closing(canvas, shown)
    return canvas.as_png("impact")


def _draw_band(canvas: Canvas) -> None:
    with canvas.smoothly() as draw:
        draw.rectangle((0, 0, WIDTH * FINER, (BAND - 50) * FINER), RED)
        bow = (-200, BAND - 150, WIDTH + 200, BAND)
        draw.ellipse(_finer(bow), RED)
        _draw_heart(draw, (WIDTH - 210, 176), 120)


def _draw_heart(draw: ImageDraw.ImageDraw, middle: tuple[float, float], size: float) -> None:
    x, y = middle
    r = size * 0.52
    for side in (-1, 1):
        centre = x + side * r * 0.7071
        draw.ellipse(_finer((centre - r, y - r, centre + r, y + r)), BLUSH)
    reach = 2 * r * 0.7071
    tip = [(x - reach, y + r * 0.7071), (x, y - r * 0.7071), (x + reach, y + r * 0.7071), (x, y + r * 2.1213)]
    draw.polygon([(px * FINER, py * FINER) for px, py in tip], BLUSH)


def _finer(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return box[0] * FINER, box[1] * FINER, box[2] * FINER, box[3] * FINER


def _write_band(canvas: Canvas, shown: ImpactCard) -> None:
    width = WIDTH - 2 * MARGIN - HEART_SIDE
    size = lettering.largest(shown.name, NAME_SIZES, width)
    canvas.text((MARGIN, 96), label(shown.language, "picture.team"), 38, PAPER, width=width)
    canvas.text((MARGIN, 226), shown.name, size, WHITE, width=width)
    year = label(shown.language, "picture.year", {"period": shown.period})
    canvas.text((MARGIN, 300), year, 44, PAPER, width=width)


def _draw_tile(canvas: Canvas, figure: Figure, index: int, is_alone: bool) -> None:
    width = WIDTH - 2 * MARGIN if is_alone else (WIDTH - 2 * MARGIN - GAP) // 2
    left = MARGIN + (index % 2) * (width + GAP)
    top = BAND + 60 + (index // 2) * (TILE + GAP)
    canvas.panel((left, top, left + width, top + TILE), WHITE)
    canvas.panel((left, top + 40, left + 10, top + TILE - 40), RED, 5)
    written = numbers.written(figure.number)
    size = lettering.largest(written, NUMBER_SIZES, width - 80)
    canvas.text((left + 44, top + 150), written, size, RED, width=width - 80)
    for line, words in enumerate(lettering.balanced(figure.words, 38, width - 80, 2)):
        canvas.text((left + 44, top + 220 + 46 * line), words, 38, INK, width=width - 80)


def _write_closing(canvas: Canvas, shown: ImpactCard) -> None:
    closing = label(shown.language, "picture.thanks" if shown.told else "picture.beginning")
    width = WIDTH - 2 * MARGIN
    for line, words in enumerate(lettering.balanced(closing, 40, width, 2)):
        canvas.text((WIDTH / 2, canvas.height - 112 + 56 * line), words, 40, FAINT, anchor="ms", width=width)
