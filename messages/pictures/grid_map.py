"""The grids, and how much is open in each."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import ImageDraw

from messages.catalogue import Language, label
from messages.pictures import lettering, numbers
from messages.pictures.canvas import FAINT, FINER, INK, PAPER, WHITE, Canvas, Colour
from messages.pictures.outlines import Area, Point, Projection, Room, Row, areas_of, rows_of, widest_room
from messages.pictures.picture import Picture

WIDTH, MARGIN, HEADER, FOOTER = 1280, 40, 130, 120
MAP_WIDTH = WIDTH - 2 * MARGIN
LOWEST, HIGHEST = 420, 1280  # px of the map itself
NUMBER_SIZES, NAME_SIZES = (52, 40, 30), (32, 28, lettering.SMALLEST)
NUMBER_HIGH, LINE_HIGH = 56, 38  # px of a number and of each line of a name below it
BORDER = "#5c4f48"


@dataclass(frozen=True, slots=True)
class Shade:
    """The colour of grids with up to so many open reports, and of the words on it."""

    up_to: int | None
    colour: Colour
    ink: Colour


# ColorBrewer's YlOrBr: darker is more, for everybody.
SHADES = (
    Shade(0, WHITE, INK),
    Shade(2, "#fee391", INK),
    Shade(5, "#fe9929", INK),
    Shade(10, "#cc4c02", WHITE),
    Shade(None, "#7f2704", WHITE),
)


@dataclass(frozen=True, slots=True)
class MapGrid:
    """A grid: its name as the reader calls it, GeoJSON (Polygon or MultiPolygon, WGS-84), and its open reports."""

    name: str
    outline: str
    open_reports: int


@dataclass(frozen=True, slots=True)
class GridMap:
    """A map of any number of grids."""

    language: Language
    title: str
    grids: tuple[MapGrid, ...]


@dataclass(frozen=True, slots=True)
class NameBlock:
    """How a name stands in its grid."""

    room: Room
    size: int
    lines: list[str]


def grid_map(shown: GridMap) -> Picture:
    """Draw it. A name that finds no room in its grid is left out; the number never is."""
    if not shown.grids:
        return _without_grids(shown)
    grids = [(grid, areas_of(grid.outline)) for grid in shown.grids]
    points = [point for _, areas in grids for area in areas for point in area[0]]
    height = _height(points)
    box = (MARGIN, HEADER, WIDTH - MARGIN, HEADER + height)
    projection = Projection.into(box, points)
    canvas = Canvas(WIDTH, HEADER + height + FOOTER)
    drawn = [(grid, [projection.area(area) for area in areas]) for grid, areas in grids]
    drawn.sort(
        key=lambda one: -max(_size(area) for area in one[1])
    )  # what lies in another's hole comes on top
    with canvas.smoothly() as draw:
        for grid, areas in drawn:
            _fill(draw, areas, shade_of(grid.open_reports).colour)
    canvas.title(shown.title, MARGIN)
    for grid, areas in drawn:
        _write_on(canvas, grid, areas)
    _draw_legend(canvas, shown.language)
    _draw_scale(canvas, shown.language, projection.metres_per_px)
    return canvas.as_png("map")


def shade_of(open_reports: int) -> Shade:
    """How a grid with so many open reports is coloured."""
    return next(shade for shade in SHADES if shade.up_to is None or open_reports <= shade.up_to)


def _without_grids(shown: GridMap) -> Picture:
    canvas = Canvas(WIDTH, HEADER + LOWEST)
    canvas.title(shown.title, MARGIN)
    nothing = label(shown.language, "picture.no_grids")
    canvas.text((WIDTH / 2, HEADER + LOWEST / 2), nothing, 40, FAINT, anchor="mm")
    return canvas.as_png("map")


def _height(points: list[Point]) -> int:
    """How high the map has to be to fill its width."""
    free = Projection.into((0, 0, MAP_WIDTH, HIGHEST), points)
    south = min(y for _, y in points)
    return round(min(max((free.north - south) * free.scale, LOWEST), HIGHEST))


def _size(area: Area) -> float:
    xs, ys = [x for x, _ in area[0]], [y for _, y in area[0]]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def _fill(draw: ImageDraw.ImageDraw, areas: list[Area], colour: Colour) -> None:
    for area in areas:
        for index, ring in enumerate(area):
            corners = [(x * FINER, y * FINER) for x, y in ring]
            draw.polygon(corners, PAPER if index else colour)
            draw.line([*corners, corners[0]], BORDER, 3 * FINER, joint="curve")


def _write_on(canvas: Canvas, grid: MapGrid, areas: list[Area]) -> None:
    """The number with the name below it where there is room for both, else the number alone."""
    rows = rows_of(areas)
    written, ink = numbers.written(grid.open_reports), shade_of(grid.open_reports).ink
    block = _name_block(grid.name, rows)
    if block is None:
        room = widest_room(rows, NUMBER_SIZES[-1]) or widest_room(rows, 0)
        if room is not None:
            size = lettering.largest(written, NUMBER_SIZES, room.width * 0.7)
            canvas.text((room.x, room.y), written, size, ink, anchor="mm")
        return
    top = block.room.y - (NUMBER_HIGH + len(block.lines) * LINE_HIGH) / 2
    canvas.text((block.room.x, top + NUMBER_HIGH - 12), written, NUMBER_SIZES[0], ink, anchor="ms")
    for index, line in enumerate(block.lines):
        at = (block.room.x, top + NUMBER_HIGH + LINE_HIGH * (index + 0.8))
        canvas.text(at, line, block.size, ink, anchor="ms")


def _name_block(name: str, rows: list[list[Row]]) -> NameBlock | None:
    """The lines of a name in a grid: whole, in one line or two, in the largest letters; None when it has no room."""
    for count in (1, 2):
        room = widest_room(rows, NUMBER_HIGH + count * LINE_HIGH)
        block = None if room is None else _whole_name(name, room, count)
        if block is not None:
            return block
    return None


def _whole_name(name: str, room: Room, count: int) -> NameBlock | None:
    whole = lettering.plain(name).replace(" ", "")
    for size in NAME_SIZES:
        lines = lettering.balanced(name, size, room.width - 16, count)
        if "".join(lines).replace(" ", "") == whole:
            return NameBlock(room, size, lines)
    return None


def _draw_legend(canvas: Canvas, language: Language) -> None:
    baseline = canvas.height - 44
    words = label(language, "picture.open_reports")
    canvas.text((MARGIN, baseline), words, 30, FAINT)
    left = MARGIN + lettering.width_of(words, 30) + 24
    lowest = 0
    for shade in SHADES:
        words = f"{lowest}+" if shade.up_to is None else _range(lowest, shade.up_to)
        canvas.draw.rectangle((left, baseline - 26, left + 34, baseline + 4), shade.colour, BORDER, 2)
        canvas.text((left + 44, baseline), words, 30)
        left += 44 + lettering.width_of(words, 30) + 28
        lowest = (shade.up_to or 0) + 1


def _range(lowest: int, highest: int) -> str:
    return str(highest) if lowest == highest else f"{lowest}–{highest}"


def _draw_scale(canvas: Canvas, language: Language, metres_per_px: float) -> None:
    """A bar of a round length, at most a fifth of the map."""
    metres = 1
    for candidate in numbers.round_numbers():
        if candidate / metres_per_px > MAP_WIDTH / 5:
            break
        metres = candidate
    kind, number = ("kilometres", metres // 1000) if metres >= 1000 else ("metres", metres)
    words = label(language, f"picture.{kind}", {"number": number})
    right, y = WIDTH - MARGIN, canvas.height - 34
    left = right - metres / metres_per_px
    canvas.draw.line((left, y, right, y), INK, 5)
    for x in (left, right):
        canvas.draw.line((x, y - 10, x, y + 10), INK, 4)
    canvas.text((right, y - 20), words, 30, anchor="rs")
