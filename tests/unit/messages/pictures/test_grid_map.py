"""The grids in their shades, with their numbers."""

from __future__ import annotations

import itertools
import json

import pytest

from messages.catalogue import Language
from messages.pictures.canvas import FAINT
from messages.pictures.grid_map import FOOTER, HEADER, SHADES, GridMap, MapGrid, grid_map, shade_of
from tests.unit.messages.pictures.reading import count_of, inked, opened


def rectangle(west: float, east: float, south: float = 30.49, north: float = 30.51) -> str:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def pair(west: int, east: int) -> GridMap:
    """Two grids beside each other with so many open reports."""
    return GridMap(
        Language.ZH,
        "未结案的上报",
        (
            MapGrid("西网格", rectangle(114.30, 114.32), west),
            MapGrid("东网格", rectangle(114.32, 114.34), east),
        ),
    )


@pytest.mark.parametrize(
    ("open_reports", "shade"), [(0, 0), (1, 1), (2, 1), (3, 2), (5, 2), (6, 3), (10, 3), (11, 4), (5000, 4)]
)
def test_more_is_darker(open_reports: int, shade: int) -> None:
    assert shade_of(open_reports) == SHADES[shade]


def test_shades_are_told_apart_by_brightness_alone() -> None:
    def brightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    steps = [brightness(shade.colour) for shade in SHADES]
    assert all(lighter - darker > 15 for lighter, darker in itertools.pairwise(steps))
    assert all(abs(brightness(shade.colour) - brightness(shade.ink)) > 100 for shade in SHADES)


def test_each_grid_has_its_shade_and_its_number() -> None:
    image = opened(grid_map(pair(0, 12)))
    high = image.height - HEADER - FOOTER
    west = (60, HEADER + 20, 620, HEADER + high - 20)
    east = (660, HEADER + 20, 1220, HEADER + high - 20)
    assert count_of(image, SHADES[0].colour, west) > 100_000
    assert count_of(image, SHADES[4].colour, east) > 100_000
    for box in (west, east):
        ink = inked(image, box)
        assert ink is not None
        assert ink[3] - ink[1] > 60  # the number, and the name below


def test_a_name_without_room_is_left_out_and_its_number_is_not() -> None:
    narrow = MapGrid("很长很长的名字" * 20, rectangle(114.3390, 114.34), 7)
    image = opened(grid_map(GridMap(Language.ZH, "图", (MapGrid("", rectangle(114.30, 114.339), 0), narrow))))
    strip = (1217, HEADER + 10, 1235, image.height - FOOTER - 10)
    ink = inked(image, strip)
    assert ink is not None
    assert ink[3] - ink[1] < 60


def test_a_grid_in_the_hole_of_another_is_seen() -> None:
    inner, outer = (
        json.loads(rectangle(114.31, 114.33, 30.495, 30.505)),
        json.loads(rectangle(114.30, 114.34)),
    )
    outer["coordinates"].append(inner["coordinates"][0])
    grids = (MapGrid("里", json.dumps(inner), 1), MapGrid("外", json.dumps(outer), 30))
    image = opened(grid_map(GridMap(Language.ZH, "图", grids)))
    assert count_of(image, SHADES[1].colour) > 50_000
    assert count_of(image, SHADES[4].colour) > 50_000


@pytest.mark.parametrize("language", Language)
def test_without_grids_it_says_so(language: Language) -> None:
    image = opened(grid_map(GridMap(language, "图", ())))
    assert count_of(image, FAINT, (300, 280, 980, 400)) > 100


@pytest.mark.parametrize("size", [0.0005, 0.02, 0.5, 3.0])
def test_the_scale_bar_has_a_round_length_at_any_size_of_map(size: float) -> None:
    image = opened(grid_map(GridMap(Language.EN, "map", (MapGrid("g", rectangle(114.3, 114.3 + size), 1),))))
    bar = inked(image, (900, image.height - 40, 1279, image.height - 30))
    assert bar is not None
    assert 30 < bar[2] - bar[0] <= 250


@pytest.mark.parametrize("box", [(114.3, 114.9, 30.49, 30.4901), (114.3, 114.3001, 30.0, 30.9)])
def test_a_map_of_any_shape_stays_on_a_sheet(box: tuple[float, float, float, float]) -> None:
    image = opened(grid_map(GridMap(Language.ZH, "图", (MapGrid("江滩", rectangle(*box), 3),))))
    assert image.height <= HEADER + FOOTER + 1280
