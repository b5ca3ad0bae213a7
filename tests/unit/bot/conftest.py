"""What most tests of the edges stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import ManualClock
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import ScriptedApi, Storage, open_storage


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def api(clock: ManualClock) -> ScriptedApi:
    return ScriptedApi(clock)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(tmp_path / "bot.sqlite3")
    yield opened
    opened.is_ill(False)
    await opened.database.close()
