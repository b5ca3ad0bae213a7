"""A report's photos before and after, as they are read for the picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import pictures
from bot.documents import Erased
from messages.pictures.before_after import BeforeAfter
from messages.pictures.picture import Picture
from storage import photos
from storage.reports import Report, ReportState
from tests.unit.handlers.reports.standing import in_state
from tests.unit.handlers.world import COURIER, GRIDS, PEOPLE, WEST, World, category_button, only
from tests.unit.messages.pictures.reading import jpeg, opened

BEFORE, LATER, LATEST = jpeg(300, 400, "#ff0000"), jpeg(300, 400, "#0000ff"), jpeg(300, 400, "#00ff00")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    yield world
    world.close()


@pytest.fixture
def report(world: World) -> Report:
    """Fixed three days after it was submitted, with two photos that show it."""
    world.downloaded(only(world.photo(COURIER), "getFile"), BEFORE)
    world.press(COURIER, category_button(world.location(COURIER, WEST), "litter"))
    (submitted,) = world.all_reports()
    world.now += 3 * 24 * 3600 * 1000
    for image in (LATER, LATEST):
        add_photo_after(world, submitted, image)
    in_state(world, submitted, ReportState.FIXED)
    (fixed,) = world.all_reports()
    return fixed


def add_photo_after(world: World, report: Report, image: bytes) -> None:
    sha256 = photos.add(world.transaction, image, 300, 400, world.now)
    world.transaction.execute(
        "INSERT INTO report_photos (report_id, message_id, file_id, file_unique_id, is_file, sha256, shows)"
        " VALUES (:report, 1, :sha256, :sha256, 0, :sha256, 'fixed')",
        {"report": report.id, "sha256": sha256},
    )


def named(report: Report, language: str = "zh") -> dict[str, object]:
    return {"drawn": "before_after", "report": report.id, "language": language, "timezone": "Asia/Shanghai"}


def shown(world: World, report: Report, language: str = "zh") -> BeforeAfter:
    """What is handed to the drawing."""
    drawing = pictures.prepare(world.transaction, named(report, language))
    (content,) = drawing.args  # type: ignore[attr-defined]
    assert isinstance(content, BeforeAfter)
    return content


def test_it_shows_the_first_photo_and_the_newest_of_how_it_looks_now(world: World, report: Report) -> None:
    content = shown(world, report)
    assert (content.before, content.after) == (BEFORE, LATEST)


@pytest.mark.parametrize(("language", "place"), [("zh", "west网格"), ("en", "west grid")])
def test_number_place_and_days_are_those_of_the_report(
    world: World, report: Report, language: str, place: str
) -> None:
    content = shown(world, report, language)
    assert (content.number, content.place) == (report.number, place)
    assert (content.seen_on, content.fixed_on) == ("2026-09-21", "2026-09-24")


def test_what_was_read_is_drawn_without_the_database(world: World, report: Report) -> None:
    drawing = pictures.prepare(world.transaction, named(report))
    world.transaction.execute("DELETE FROM report_photos")
    picture = drawing()
    assert isinstance(picture, Picture)
    assert opened(picture).width == 1280


@pytest.mark.parametrize("gone", ["shows = 'fixed'", "shows = 'incident'"])
def test_without_one_of_the_photos_there_is_nothing_to_show(world: World, report: Report, gone: str) -> None:
    world.transaction.execute(f"DELETE FROM report_photos WHERE {gone}")
    with pytest.raises(Erased):
        pictures.prepare(world.transaction, named(report))


def test_a_report_that_is_not_there_is_gone(world: World) -> None:
    with pytest.raises(Erased):
        pictures.prepare(world.transaction, {**named_nothing(), "report": 4711})


def named_nothing() -> dict[str, object]:
    return {"drawn": "before_after", "language": "zh", "timezone": "Asia/Shanghai"}
