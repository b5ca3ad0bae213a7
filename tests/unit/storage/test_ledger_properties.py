"""Whatever is earned, held, spent, taken back, said twice or cut short: the ledger agrees with a plain model of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.storage.points_play import empty_file, play

SEEDS = 50
LONGEST = 120  # operations; `python -m tests.torture.points` plays longer ones, and more


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_file(tmp_path_factory.mktemp("ledger"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_ledger_agrees_with_a_plain_model_after_every_step(empty: Path, seed: int) -> None:
    play(empty, seed, LONGEST)
