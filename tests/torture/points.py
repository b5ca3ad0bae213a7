"""The ledger against its model at length: ``python -m tests.torture.points [--sequences 500] [--longest 500]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.unit.storage.points_play import empty_file, play

SEQUENCES = 500
LONGEST = 500  # operations


@dataclass
class Report:
    """How often what was done, and which seeds broke what."""

    done: Counter[str] = field(default_factory=Counter)
    broken: dict[int, str] = field(default_factory=dict)

    def table(self) -> str:
        lines = [f"{'points, as the model says':<36}{'times':>9}"]
        lines += [f"{what:<36}{times:>9,}" for what, times in sorted(self.done.items())]
        lines += [f"seed {seed}: {words}" for seed, words in self.broken.items()]
        return "\n".join([*lines, f"{'sequences broken':<36}{len(self.broken):>9,}"])


def play_all(seeds: range, longest: int) -> Report:
    """Play a sequence for each seed; one that breaks does not stop the others."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        empty = empty_file(Path(folder))
        for seed in seeds:
            try:
                report.done += play(empty, seed, longest)
            except AssertionError as error:
                report.broken[seed] = str(error) or "the ledger and its model differ"
            report.done["sequences"] += 1
    return report


def main() -> int:
    """Play, and print the table; returns 1 if anything was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.points", description=__doc__)
    parser.add_argument("--sequences", type=int, default=SEQUENCES)
    parser.add_argument("--longest", type=int, default=LONGEST, help="operations in a sequence, at the most")
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    arguments = parser.parse_args()
    report = play_all(range(arguments.first, arguments.first + arguments.sequences), arguments.longest)
    print(report.table())
    return int(bool(report.broken))


if __name__ == "__main__":
    sys.exit(main())
