"""The heart keeps its promises through fifty simulated minutes of faults and crashes each; failing seeds replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulation.__main__ import describe
from tests.simulation.simulation import simulate

SEEDS = range(50)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_promise_is_kept(seed: int, tmp_path: Path) -> None:
    verdict = simulate(seed, tmp_path)
    assert not verdict.offences, describe(verdict)


def test_the_same_seed_gives_the_same_trace(tmp_path: Path) -> None:
    digests = set()
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        digests.add(simulate(4, tmp_path / name).digest)
    assert len(digests) == 1
