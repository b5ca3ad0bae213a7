"""Lists of reports as files that spreadsheets and maps open, and that name nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import documents
from bot.documents import Erased
from storage.reports import ReportState
from tests.unit.handlers.reports.reporting import submit
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    FAR_AWAY,
    GRIDS,
    PEOPLE,
    WEST,
    WORKER,
    World,
    button,
)

HOUR = 3600 * 1000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two reports: one accepted after an hour and closed after two, one outside of all grids."""
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    cards = submit(world, (WEST[0] + 0.00004, WEST[1]), caption="找 13912345678")
    world.now += HOUR
    world.press(WORKER, button(cards, "accept:"))
    world.now += HOUR
    in_state(world, world.all_reports()[0], ReportState.CLOSED)
    submit(world, FAR_AWAY)
    world.say(COORDINATOR, "/search")
    yield world
    world.close()


def written(world: World, kind: str, language: str = "zh") -> bytes:
    seeker = world.member(COORDINATOR).id
    named = {"written": f"reports_{kind}", "seeker": seeker, "now": world.now}
    return documents.write(
        world.transaction, {**named, "language": language, "timezone": "Asia/Shanghai"}
    ).content


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_has_a_row_for_each_in_the_words_of_its_reader(world: World) -> None:
    content = written(world, "csv")
    assert content.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    header, newest, first = rows(content)
    assert header[:5] == ["编号", "类别", "状态", "网格", "上报时间"]
    assert first == [
        "WH-2026-000001",
        "井盖问题",
        "结案",
        "west网格",
        "2026-09-21T22:13+08:00",
        "2026-09-21T23:13+08:00",
        "",
        "2026-09-22T00:13+08:00",
        "30.5",
        "114.31",
        "1",
        "0",
    ]
    assert newest[3] == ""


def test_in_english_the_words_are_english(world: World) -> None:
    header, _, first = rows(written(world, "csv", "en"))
    assert header[0] == "number"
    assert first[1:4] == ["Manhole cover", "Closed", "west grid"]


def test_a_cell_that_a_spreadsheet_would_calculate_is_text(world: World) -> None:
    world.transaction.execute("UPDATE grids SET name_zh = '=1+1' WHERE id = 'west'")
    assert rows(written(world, "csv"))[2][3] == "'=1+1"


def test_points_are_geojson_that_maps_read(world: World) -> None:
    collection = json.loads(written(world, "geojson"))
    assert collection["type"] == "FeatureCollection"
    newest, first = collection["features"]
    assert {feature["type"] for feature in collection["features"]} == {"Feature"}
    assert first["geometry"] == {"type": "Point", "coordinates": [114.31, 30.5]}
    assert first["properties"]["closed"] == "2026-09-22T00:13+08:00"
    assert first["properties"]["state"] == "closed"
    assert newest["properties"]["grid"] is None
    assert newest["properties"]["accepted"] is None


@pytest.mark.parametrize("kind", ["csv", "geojson"])
def test_nobody_is_named(world: World, kind: str) -> None:
    text = written(world, kind).decode("utf-8-sig")
    for trace in ("李强", "王秀英", "13912345678", str(COURIER), str(WORKER)):
        assert trace not in text


@pytest.mark.parametrize("kind", ["csv", "geojson"])
def test_what_nobody_looks_for_any_more_is_not_written(world: World, kind: str) -> None:
    world.transaction.execute("DELETE FROM report_searches")
    with pytest.raises(Erased):
        written(world, kind)
