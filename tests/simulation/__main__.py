"""Any number of seeds: ``python -m tests.simulation --seeds 1000 --first 0``. Failing seeds are printed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.simulation.simulation import Verdict, simulate

LAST_LINES = 40


def main() -> int:
    """Play the seeds; returns how many failed, at most 1."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation", description="The heart in simulated time."
    )
    parser.add_argument("--seeds", type=int, default=200, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first; the others follow it")
    arguments = parser.parse_args()
    failed = 0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        verdict = play(seed)
        failed += bool(verdict.offences)
        if verdict.offences:
            print(describe(verdict), flush=True)
    print(f"{arguments.seeds} seeds from {arguments.first}: {failed} failed")
    return min(failed, 1)


def play(seed: int) -> Verdict:
    """One seed, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder:
        return simulate(seed, Path(folder))


def describe(verdict: Verdict) -> str:
    """What a person needs to look into a failed seed."""
    return "\n".join(
        (
            *verdict.lines[-LAST_LINES:],
            f"seed {verdict.seed} failed after {verdict.crashes} crashes:",
            *(f"  {offence}" for offence in verdict.offences),
            f"again: python -m tests.simulation --seeds 1 --first {verdict.seed}",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
