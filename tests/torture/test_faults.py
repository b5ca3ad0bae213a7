"""A short storm of each kind; `make torture` has longer ones."""

from __future__ import annotations

import pytest

from tests.torture.faults import FAULTS, Storm, weather
from tests.torture.kills import Way

HOLD = 1.0  # seconds; long enough to be noticed, and the test is not to take all day


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_answer_arrives_in_order_through_a_storm(fault: str) -> None:
    way = Way.WEBHOOK if fault == "duplicate_update" else Way.POLLING
    _, broken = await weather(Storm(fault, way, rounds=3, hold=HOLD, seed=1))
    assert not broken
