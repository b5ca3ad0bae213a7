"""What the map, the charts and the card of a year are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot import pictures
from bot.documents import Erased
from messages.pictures.chart import Chart, Kind
from messages.pictures.grid_map import GridMap
from messages.pictures.impact_card import ImpactCard
from storage.reports import ReportState
from tests.unit.handlers.clockwork import DAY, HOUR
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import COURIER, EAST, GRIDS, PEOPLE, WORKER, World, button
from tests.unit.messages.pictures.reading import opened


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two reports in the west, accepted after 2 and 4 hours, one closed after 3 days; one in the east."""
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    for hours in (2, 4):
        cards = submit(world)
        world.now += hours * HOUR
        world.press(WORKER, button(cards, "accept:"))
    world.now += 3 * DAY - 4 * HOUR
    in_state(world, world.all_reports()[0], ReportState.CLOSED)
    submit(world, EAST)
    yield world
    world.close()


def shown(world: World, drawn: str, language: str = "zh", **about: object) -> object:
    """What is handed to the drawing, which is drawn too."""
    named: Mapping[str, object] = {"drawn": drawn, "language": language, "timezone": "Asia/Shanghai", **about}
    drawing = pictures.prepare(world.transaction, named)
    assert opened(drawing()).width > 500
    (content,) = drawing.args  # type: ignore[attr-defined]
    return content


def test_the_map_counts_what_is_open_in_each_grid(world: World) -> None:
    content = shown(world, "grid_map", now=world.now)
    assert isinstance(content, GridMap)
    assert [(grid.name, grid.open_reports) for grid in content.grids] == [("east网格", 1), ("west网格", 1)]


def test_without_grids_there_is_still_a_map(world: World) -> None:
    world.transaction.execute("UPDATE reports SET grid_id = NULL")
    world.transaction.execute("DELETE FROM grids")
    content = shown(world, "grid_map", "en", now=world.now)
    assert isinstance(content, GridMap)
    assert content.grids == ()


@pytest.mark.parametrize(
    ("drawn", "unit", "values"),
    [("acceptance_times", "小时", (2.0, 4.0)), ("closing_times", "天", (3.0, 3.0))],
)
def test_a_chart_shows_the_last_twelve_months(
    world: World, drawn: str, unit: str, values: tuple[float, float]
) -> None:
    content = shown(world, drawn, now=world.now)
    assert isinstance(content, Chart)
    assert (content.unit, content.kind) == (unit, Kind.LINES)
    assert content.labels[0] == "10月"
    assert content.labels[-1] == "9月"
    for series, value in zip(content.series, values, strict=True):
        assert series.values == (*[None] * 11, value)


def test_what_is_older_than_a_year_is_not_in_the_chart(world: World) -> None:
    content = shown(world, "acceptance_times", now=world.now + 400 * DAY)
    assert isinstance(content, Chart)
    assert content.highest is None


def test_a_card_of_a_year_counts_what_came_of_it(world: World) -> None:
    content = shown(world, "impact_card", member=world.member(COURIER).id, year=2026)
    assert isinstance(content, ImpactCard)
    assert (content.name, content.period) == ("李强", "2026")
    assert [(figure.number, figure.words) for figure in content.told] == [
        (3, "件问题是你看见的"),
        (1, "件已经修好"),
    ]


def test_another_year_has_nothing_of_it(world: World) -> None:
    content = shown(world, "impact_card", "en", member=world.member(COURIER).id, year=2025)
    assert isinstance(content, ImpactCard)
    assert content.told == ()


def test_there_is_no_card_of_whoever_was_erased(world: World) -> None:
    member = world.member(COURIER).id
    erase(world, COURIER)
    for gone in (member, 4711):
        with pytest.raises(Erased):
            shown(world, "impact_card", member=gone, year=2026)
