"""From a stranger's ``/start`` to a report in the grid worker's hand, the bot killed between any two steps.

The orders here hold every step right after every other one; `make torture` goes through all of them.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.torture.journeys import NEWCOMER, MortalTown, Order, Step, Traveller, arrives, orders, travel

P, L, C, W = Step.PHOTO, Step.PLACE, Step.CATEGORY, Step.WORDS
ORDERS: tuple[Order, ...] = ((L, W, P, C), (W, C, P, L), (C, W, L, P), (W, P, C, L))
NEWCOMERS_ORDER: Order = (P, W, L, C)


async def test_a_stranger_joins_and_reports(tmp_path: Path) -> None:
    town = MortalTown(tmp_path)
    await town.open()
    try:
        newcomer = Traveller(town, NEWCOMER)
        await newcomer.join()
        await newcomer.report(NEWCOMERS_ORDER, agrees=True)
        assert await arrives(town, newcomer)
    finally:
        await town.close()


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
async def test_a_courier_reports_in_any_order(tmp_path: Path, order: Order) -> None:
    assert await travel(tmp_path, order)


def test_every_step_follows_every_other_one() -> None:
    tried = {pair for order in (*ORDERS, NEWCOMERS_ORDER) for pair in pairwise(order)}
    assert tried == {pair for order in orders() for pair in pairwise(order)}
