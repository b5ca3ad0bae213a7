"""From a stranger's ``/start`` to a report in the grid worker's hand, the bot killed between any two steps.

The orders here hold every step right after every other one, in both languages and by both ways in; `make torture`
goes through all orders in each language by each way.
"""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import pytest

from messages.catalogue import Language
from tests.torture.journeys import NEWCOMER, MortalTown, Order, Step, Traveller, arrives, orders, travel

P, L, C, W = Step.PHOTO, Step.PLACE, Step.CATEGORY, Step.WORDS
JOURNEYS: tuple[tuple[Order, Language, bool], ...] = (  # the last says whether updates come by webhook
    ((L, W, P, C), Language.ZH, True),
    ((W, C, P, L), Language.EN, False),
    ((C, W, L, P), Language.ZH, False),
    ((W, P, C, L), Language.EN, True),
)
NEWCOMERS_ORDER: Order = (P, W, L, C)


async def test_a_stranger_joins_and_reports(tmp_path: Path) -> None:
    town = MortalTown(tmp_path, webhook=True)
    await town.open()
    try:
        newcomer = Traveller(town, NEWCOMER, Language.ZH)
        await newcomer.join()
        await newcomer.report(NEWCOMERS_ORDER, agrees=True)
        assert await arrives(town, newcomer)
    finally:
        await town.close()


@pytest.mark.parametrize(("order", "language", "webhook"), JOURNEYS)
async def test_a_courier_reports_in_any_order(
    tmp_path: Path, order: Order, language: Language, webhook: bool
) -> None:
    assert await travel(tmp_path, order, language, webhook=webhook)


def test_every_step_follows_every_other_one_in_both_languages_and_by_both_ways() -> None:
    tried = [order for order, _, _ in JOURNEYS] + [NEWCOMERS_ORDER]
    every_pair = {pair for order in orders() for pair in pairwise(order)}
    assert {pair for order in tried for pair in pairwise(order)} == every_pair
    assert {journey[1:] for journey in JOURNEYS} == set(product(Language, (True, False)))
