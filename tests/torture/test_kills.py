"""One ``kill -9`` at each point; `make torture` does many more."""

from __future__ import annotations

import pytest

from bot.failpoints import POINTS
from tests.torture.kills import Case, Way, kill

WAYS = dict(zip(POINTS, (*Way, *Way), strict=True))


@pytest.mark.parametrize("point", POINTS)
async def test_a_kill_loses_nothing_and_doubles_no_effect(point: str) -> None:
    outcome = await kill(Case(point, WAYS[point], seed=0))
    assert not outcome.broken
