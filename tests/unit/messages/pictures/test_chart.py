"""Figures over time: heights tell the truth, and labels stay legible."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.catalogue import Language
from messages.pictures import numbers
from messages.pictures.canvas import BLUE, FAINT, ORANGE
from messages.pictures.chart import Chart, Kind, Series, chart
from messages.pictures.plot import Plot
from tests.unit.messages.pictures.reading import count_of, inked, opened

TWO = Chart(Language.ZH, "每月积分", "分", ("5月", "6月"), (Series("积分", (50, 100)),))
ALL = (0, 0, 1280, 860)


def test_bars_begin_at_zero_so_twice_as_much_is_twice_as_high() -> None:
    image = opened(chart(TWO))
    left, right = ((0, 150, 640, 860), (640, 150, 1280, 860))
    assert count_of(image, BLUE, right) == pytest.approx(2 * count_of(image, BLUE, left), rel=0.02)


def test_a_month_without_a_figure_is_a_gap_and_one_of_zero_says_so() -> None:
    nothing = opened(chart(replace(TWO, series=(Series("积分", (None, 100)),))))
    zero = opened(chart(replace(TWO, series=(Series("积分", (0, 100)),))))
    above_the_axis = (250, 700, 500, 765)
    assert inked(nothing, above_the_axis) is None
    assert inked(zero, above_the_axis) is not None


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("values", [(), (None,), (None, None)])
def test_without_any_figure_it_says_so_in_words(kind: Kind, values: tuple[None, ...]) -> None:
    shown = replace(TWO, kind=kind, labels=("5月", "6月")[: len(values)], series=(Series("", values),))
    image = opened(chart(shown))
    assert count_of(image, FAINT, (300, 380, 980, 480)) > 100
    assert count_of(image, BLUE) == 0


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("values", [(15,), (0,), (0.4,), (9_999_999,)])
def test_a_single_figure_is_shown(kind: Kind, values: tuple[float, ...]) -> None:
    image = opened(chart(replace(TWO, kind=kind, labels=("6月",), series=(Series("", values),))))
    assert inked(image, (300, 180, 1240, 765)) is not None


def test_two_lines_have_their_colours_and_a_legend() -> None:
    shown = replace(TWO, kind=Kind.LINES, series=(Series("中位数", (1, 2)), Series("九成在此之内", (8, 9))))
    image = opened(chart(shown))
    for colour in (BLUE, ORANGE):
        assert count_of(image, colour, (0, 110, 1280, 150)) > 500
        assert count_of(image, colour, (0, 200, 1280, 780)) > 1_000


@pytest.mark.parametrize("count", [1, 12, 31, 53, 200])
@pytest.mark.parametrize("language", Language)
def test_labels_below_do_not_run_into_each_other_or_off_the_sheet(count: int, language: Language) -> None:
    labels = tuple(f"2026年{index}月 long" for index in range(count))
    values = tuple(float(index) for index in range(count))
    image = opened(chart(replace(TWO, language=language, labels=labels, series=(Series("", values),))))
    ink = inked(image, (0, 785, 1280, 860))
    assert ink is not None
    assert ink[2] <= 1270


def test_a_long_title_stays_on_the_sheet() -> None:
    image = opened(
        chart(replace(TWO, title="从上报到受理要多久 time " * 20, unit="每个月的上报 reports " * 20))
    )
    ink = inked(image, (0, 0, 1280, 160))
    assert ink is not None
    assert ink[2] <= 1240


@pytest.mark.parametrize(
    "series", [(Series("", (1,)),), tuple(Series("", (1, 2)) for _ in range(5))], ids=["length", "too many"]
)
def test_series_that_do_not_fit_the_chart_are_a_mistake(series: tuple[Series, ...]) -> None:
    with pytest.raises(ValueError, match="four series"):
        chart(replace(TWO, series=series))


@settings(deadline=None)
@given(st.floats(0, 1e9))
def test_the_axis_reaches_just_above_the_highest_figure_in_few_even_steps(highest: float) -> None:
    ticks = numbers.ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 6
    assert {later - earlier for earlier, later in itertools.pairwise(ticks)} == {ticks[1]}
    assert len(ticks) == 2 or ticks[-2] < highest


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (1204, "1,204"), (2.5, "2.5"), (2.04, "2"), (0.96, "1"), (1234.56, "1,234.6")],
)
def test_numbers_are_written_with_one_decimal_at_most(number: float, words: str) -> None:
    assert numbers.written(number) == words


def test_zero_stands_on_the_axis_and_the_highest_tick_at_the_top() -> None:
    plot = Plot.within((0, 100, 1000, 700), 87, 3, 30)
    assert (plot.y(0), plot.y(plot.ticks[-1])) == (700, 100)
    assert plot.left < plot.x(0) < plot.x(1) < plot.x(2) < plot.right
