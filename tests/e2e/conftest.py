"""Towns: sandbox and bot on ports of the system's choosing, once by long polling and once by webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from messages.catalogue import Language
from tests.e2e.town import Town


@pytest.fixture(params=["polling", "webhook"])
async def town(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose bot receives in either way."""
    town = Town(tmp_path, webhook=request.param == "webhook")
    await town.open()
    yield town
    await town.close()


@pytest.fixture
def language(town: Town) -> Language:
    """Chinese by polling, English by webhook: the words know nothing of the way in. `test_journey` tries all four."""
    return Language.EN if town.webhook else Language.ZH
