"""One ``kill -9`` at each point; `make torture` does many more."""

from __future__ import annotations

import pytest

from tests.torture.kills import LATEST_HIT, Case, Way, kill

WAYS = dict(zip(LATEST_HIT, (*Way, *Way), strict=True))


@pytest.mark.parametrize("point", LATEST_HIT)
async def test_a_kill_loses_nothing_and_doubles_no_effect(point: str) -> None:
    outcome = await kill(Case(point, WAYS[point], seed=0))
    assert not outcome.broken
