"""What most tests of the edges stand on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot import delivery as delivery_module
from bot.clock import ManualClock
from bot.pacing import Pacer
from tests.unit.bot.heart import Heart, make_heart
from tests.unit.bot.post import Post, make_delivery
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import ScriptedApi, Storage, open_storage, settle


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Drawing every traceback that a test provokes would take longer than the test."""
    with capture_logs():
        yield


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


@pytest.fixture
def pacer() -> Pacer:
    """Without limits of its own; it still heeds Telegram's."""
    return Pacer(0, 0, 0)


@pytest.fixture
async def post(storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer) -> AsyncIterator[Post]:
    events: list[None] = []
    delivery = make_delivery(storage, clock, api, pacer, events)
    running = asyncio.create_task(delivery.run())
    await settle()
    yield Post(storage, clock, api, delivery, events)
    delivery.stop()
    await asyncio.wait_for(running, 2)


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_module, "STORAGE_PAUSE", 0.001)


@pytest.fixture
def heart(storage: Storage, clock: ManualClock) -> Heart:
    return make_heart(storage, clock)
