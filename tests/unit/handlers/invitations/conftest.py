"""The world has stations."""

from __future__ import annotations

import pytest

from tests.unit.handlers.registration.applicants import STATIONS
from tests.unit.handlers.world import World


@pytest.fixture
def world(world: World) -> World:
    assert "faults" not in world.command("import-stations", stations=STATIONS)
    return world
