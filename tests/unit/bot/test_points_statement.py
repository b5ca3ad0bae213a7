"""The statement of points as a file, and what the chart of points shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import documents, pictures
from bot.documents import Erased
from messages.pictures.chart import Chart
from tests.unit.handlers.clockwork import DAY
from tests.unit.handlers.mydata.test_erasing import erase
from tests.unit.handlers.points.awards import fill, give, undo
from tests.unit.handlers.world import COORDINATOR, COURIER, PEOPLE, World, button


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=PEOPLE)
    yield world
    world.close()


def named(world: World, **more: object) -> dict[str, object]:
    member = world.member(COURIER).id
    return {"member": member, "language": "zh", "timezone": "Asia/Shanghai", **more}


def honour(world: World, points: int) -> None:
    preview = world.press(COORDINATOR, button(fill(world, points), "award_class:"))
    world.press(COORDINATOR, button(preview, "award_give:"))


def statement(world: World) -> list[list[str]]:
    document = documents.write(world.transaction, named(world, written="points_statement"))
    assert document.filename == "points.csv"
    assert document.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(document.content.decode("utf-8-sig"))))


def test_it_lists_every_movement_of_either_class_the_newest_first(world: World) -> None:
    undo(world, button(give(world, 5), "award_undo:"))
    honour(world, 4)
    head, *rows = statement(world)
    assert head == ["编号", "时间", "类别", "变动", "原因", "变动后"]
    assert [(row[2], row[3], row[5]) for row in rows] == [
        ("荣誉分", "4", "4"),
        ("可兑换", "-5", "0"),
        ("可兑换", "5", "5"),
    ]
    assert rows[0][1] == "2026-09-21 22:13"


def test_what_a_spreadsheet_would_calculate_is_text(world: World) -> None:
    rows = fill(world, 5)
    world.press(COORDINATOR, button(rows, "award_give:"))
    world.transaction.execute("UPDATE awards SET reason = '=1+1'")
    monkey = statement(world)[1][4]
    assert monkey == "奖励：=1+1"
    assert not any(cell.startswith(("=", "+", "@")) for row in statement(world) for cell in row)


def test_of_somebody_who_was_erased_there_is_neither(world: World) -> None:
    give(world)
    wanted = named(world, written="points_statement", drawn="points_by_month", now=world.now)
    erase(world, COURIER)
    with pytest.raises(Erased):
        documents.write(world.transaction, wanted)
    with pytest.raises(Erased):
        pictures.prepare(world.transaction, wanted)


def chart(world: World) -> Chart:
    drawing = pictures.prepare(world.transaction, named(world, drawn="points_by_month", now=world.now))
    (shown,) = drawing.args  # type: ignore[attr-defined]
    assert isinstance(shown, Chart)
    assert drawing().content
    return shown


def test_the_chart_has_a_bar_for_each_month_and_leaves_out_what_was_taken_back(world: World) -> None:
    give(world, 5)
    world.now += 30 * DAY
    undo(world, button(give(world, 3), "award_undo:"))
    give(world, 2)
    honour(world, 4)
    shown = chart(world)
    assert len(shown.labels) == 12
    assert shown.labels[-2:] == ("9月", "10月")
    assert [(one.name, one.values[-2:]) for one in shown.series] == [("可兑换", (5, 2)), ("荣誉分", (0, 4))]


def test_whoever_has_nothing_for_honour_has_one_series(world: World) -> None:
    assert [one.name for one in chart(world).series] == ["可兑换"]
