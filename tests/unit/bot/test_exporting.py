"""Everything that is kept, in files that a spreadsheet opens and nothing opens a door with."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from bot.exporting import NotExported, cell, export
from storage import photos, settings
from tests.unit.handlers.world import COURIER, IMAGE, PEOPLE, World

WHATEVER_OPENS = re.compile(r"token|secret|invitation_hash|image")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Somebody whose name a spreadsheet would calculate, an invitation, a photo, and a secret."""
    world = World(tmp_path / "bot.sqlite3")
    world.command("import-people", people=[*PEOPLE[:2], {"user_id": 7, "name": "=1+1", "roles": ["courier"]}])
    world.command("invite", role="coordinator")
    world.agree(COURIER)
    world.photo(COURIER, caption="+86 139")
    photos.add(world.transaction, IMAGE, 8, 6, world.now)
    settings.write(world.transaction, settings.WEBHOOK_SECRET, "open sesame")
    return world


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_has_its_file_and_every_photo(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    exported = export(world.transaction, folder)
    assert [row["name"] for row in rows(folder, "members")] == ["李强", "张伟", "'=1+1"]
    assert rows(folder, "report_words")[0]["words"] == "'+86 139"
    assert exported.tables == len(list(folder.glob("*.csv")))
    assert [path.read_bytes() for path in (folder / "photos").iterdir()] == [IMAGE]


def test_nothing_that_opens_a_door_is_in_it(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(world.transaction, folder)
    headers = [path.read_text(encoding="utf-8-sig").splitlines()[0] for path in folder.glob("*.csv")]
    assert [header for header in headers if WHATEVER_OPENS.search(header)] == []
    assert "open sesame" not in "".join(path.read_text(encoding="utf-8-sig") for path in folder.glob("*.csv"))


def test_it_is_for_its_owner_alone(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(world.transaction, folder)
    modes = {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]}
    assert modes == {0}


def test_a_folder_with_something_in_it_is_left_alone(world: World, tmp_path: Path) -> None:
    with pytest.raises(NotExported, match="choose another name"):
        export(world.transaction, tmp_path)


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@here", "\t=1", "  =1"])
def test_what_a_spreadsheet_would_calculate_is_kept_from_it(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["王", "", -5, None, 1.5, "a=b"])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert cell(value) == value
