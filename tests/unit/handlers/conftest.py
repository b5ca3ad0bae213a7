"""A world with people and grids in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.handlers.world import COURIER, GRIDS, OTHER_COURIER, PEOPLE, World


@pytest.fixture
def empty_world(tmp_path: Path) -> Iterator[World]:
    """Nobody is known and there are no grids."""
    world = World(tmp_path / "bot.sqlite3")
    yield world
    world.close()


@pytest.fixture
def world(empty_world: World) -> World:
    """A courier, one who waits, two grid workers with a grid each, two coordinators."""
    assert "faults" not in empty_world.command("import-people", people=PEOPLE)
    assert "faults" not in empty_world.command("import-grids", geojson=GRIDS)
    for courier in (COURIER, OTHER_COURIER):
        empty_world.agree(courier)
    return empty_world
