"""Figures over time, as bars or as lines, from zero."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from messages.catalogue import Language, label
from messages.pictures import lettering, numbers
from messages.pictures.canvas import BLUE, FAINT, FINER, GREEN, LINE, ORANGE, PAPER, RED, Canvas, Colour
from messages.pictures.picture import Picture
from messages.pictures.plot import Plot

WIDTH, HEIGHT, MARGIN = 1280, 860, 40
TEXT_SIZE, VALUE_SIZE = 30, 32
COLOURS: tuple[Colour, ...] = (BLUE, ORANGE, GREEN, RED)
COLOURS_OF_WORDS: tuple[Colour, ...] = (
    "#005a8d",
    "#8a5f00",
    "#00694d",
    "#9c0c24",
)  # the same, as legible as ink
WIDEST_BAR = 140
DOT, DOTTED = 9, 40  # the radius of a dot, and how far apart dots must be to be drawn


class Kind(Enum):
    """How figures are shown: bars for amounts, lines for what goes up and down."""

    BARS = auto()
    LINES = auto()


@dataclass(frozen=True, slots=True)
class Series:
    """One figure over time: a value for each label of the chart, none below zero; None where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Up to four series. `labels` stand below, such as months; `unit` is what is counted, in words."""

    language: Language
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind = Kind.BARS

    @property
    def highest(self) -> float | None:
        """The largest value; None when there is no value at all."""
        return max((value for one in self.series for value in one.values if value is not None), default=None)


def chart(shown: Chart) -> Picture:
    """Draw it. Raises ValueError for series of another length than the labels, or for more than four."""
    if len(shown.series) > len(COLOURS) or any(len(one.values) != len(shown.labels) for one in shown.series):
        raise ValueError("a chart has up to four series, each with a value for every label")
    canvas = Canvas(WIDTH, HEIGHT)
    _write_title(canvas, shown)
    if shown.highest is None:
        nothing = label(shown.language, "picture.no_figures")
        canvas.text((WIDTH / 2, HEIGHT / 2), nothing, 40, FAINT, anchor="mm")
        return canvas.as_png("chart")
    plot = Plot.within(
        (MARGIN, 210, WIDTH - MARGIN, HEIGHT - 90), shown.highest, len(shown.labels), TEXT_SIZE
    )
    _draw_axes(canvas, plot)
    if shown.kind is Kind.BARS:
        _draw_bars(canvas, plot, shown)
    else:
        _draw_lines(canvas, plot, shown)
    _write_labels(canvas, plot, shown.labels)
    return canvas.as_png("chart")


def _write_title(canvas: Canvas, shown: Chart) -> None:
    width = WIDTH - 2 * MARGIN
    canvas.title(shown.title, MARGIN)
    canvas.text((MARGIN, 140), shown.unit, TEXT_SIZE, FAINT, width=width / 3)
    if len(shown.series) > 1:
        _write_legend(canvas, shown, MARGIN + min(lettering.width_of(shown.unit, TEXT_SIZE), width / 3) + 48)


def _write_legend(canvas: Canvas, shown: Chart, left: float) -> None:
    room = (WIDTH - MARGIN - left) / len(shown.series)
    for colour, one in zip(COLOURS, shown.series, strict=False):
        name = lettering.fitted(one.name, TEXT_SIZE, room - 72)
        canvas.panel((left, 116, left + 28, 144), colour, 6)
        canvas.text((left + 40, 140), name, TEXT_SIZE)
        left += 40 + lettering.width_of(name, TEXT_SIZE) + 32


def _draw_axes(canvas: Canvas, plot: Plot) -> None:
    for tick in plot.ticks:
        y = plot.y(tick)
        canvas.draw.line((plot.left, y, plot.right, y), FAINT if tick == 0 else LINE, 3 if tick == 0 else 2)
        canvas.text((plot.left - 14, y), numbers.written(tick), TEXT_SIZE, FAINT, anchor="rm")


def _write_labels(canvas: Canvas, plot: Plot, labels: tuple[str, ...]) -> None:
    """As many as there is room for, the last one among them: it is the one that is looked for."""
    widest = max(lettering.width_of(lettering.plain(words), TEXT_SIZE) for words in labels)
    every = max(1, -int(-(min(widest, 240) + 20) // plot.slot))
    for index, whole in enumerate(labels):
        if (len(labels) - 1 - index) % every == 0:
            words = lettering.fitted(whole, TEXT_SIZE, max(240, plot.slot - 12))
            x = min(plot.x(index), WIDTH - MARGIN / 2 - lettering.width_of(words, TEXT_SIZE) / 2)
            canvas.text((x, plot.bottom + 48), words, TEXT_SIZE, anchor="ms")


def _draw_bars(canvas: Canvas, plot: Plot, shown: Chart) -> None:
    width = min(plot.slot * 0.76 / len(shown.series), WIDEST_BAR)
    for order, (colour, one) in enumerate(zip(COLOURS, shown.series, strict=False)):
        for index, value in enumerate(one.values):
            if value is None:
                continue
            left = plot.x(index) + (order - len(shown.series) / 2) * width
            if value:
                box = (left + 1, plot.y(value), left + width - 1, plot.bottom)
                canvas.draw.rectangle(box, colour)
            written = numbers.written(value)
            if lettering.width_of(written, VALUE_SIZE) <= max(width, plot.slot / len(shown.series)) - 4:
                canvas.text((left + width / 2, plot.y(value) - 10), written, VALUE_SIZE, anchor="ms")


def _draw_lines(canvas: Canvas, plot: Plot, shown: Chart) -> None:
    with canvas.smoothly() as draw:
        for colour, one in reversed(list(zip(COLOURS, shown.series, strict=False))):
            points = [
                None if value is None else (plot.x(index) * FINER, plot.y(value) * FINER)
                for index, value in enumerate(one.values)
            ]
            for start, end in pairwise(points):
                if start is not None and end is not None:
                    draw.line((start, end), colour, 6 * FINER, joint="curve")
            for index, point in enumerate(points):
                if point is not None and (plot.slot >= DOTTED or index == len(points) - 1):
                    draw.circle(point, DOT * FINER, colour, PAPER, 2 * FINER)
    _write_values(canvas, plot, shown)


def _write_values(canvas: Canvas, plot: Plot, shown: Chart) -> None:
    """Above the highest line, below the lowest; where there is no room for each, for the last one alone."""
    for order, one in enumerate(shown.series):
        written = [None if value is None else numbers.written(value) for value in one.values]
        widest = max((lettering.width_of(words, VALUE_SIZE) for words in written if words), default=0)
        last = max((index for index, words in enumerate(written) if words), default=0)
        for index, (value, words) in enumerate(zip(one.values, written, strict=True)):
            if value is not None and words and (index == last or widest + 12 <= plot.slot):
                is_above = plot.y(value) + 52 > plot.bottom or _is_highest(shown, order, index)
                y = plot.y(value) + (-20 if is_above else 46)
                canvas.text(
                    (plot.x(index), y), words, VALUE_SIZE, COLOURS_OF_WORDS[order], anchor="ms", halo=6
                )


def _is_highest(shown: Chart, order: int, index: int) -> bool:
    values = [one.values[index] or 0 for one in shown.series]
    return max(range(len(values)), key=values.__getitem__) == order
