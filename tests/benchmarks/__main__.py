"""Speed, as ratios of what ran side by side: ``python -m tests.benchmarks [--smoke] [--json FILE]``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import commits, echo, latency, ledger, reports, starting
from tests.benchmarks.figures import Figure, save, table


@dataclass(frozen=True, slots=True)
class Extent:
    """How much to measure: seconds of commits and of messages for each run, echoes of a run, members, and runs.

    `transfers` are the sizes of the ledger, `reports` how many there are.
    """

    commit_seconds: float
    echoes: int
    latency_seconds: float
    members: int
    transfers: tuple[int, ...]
    reports: tuple[int, ...]
    repeats: int


FULL = Extent(
    commit_seconds=3.0,
    echoes=6000,
    latency_seconds=10.0,
    members=100_000,
    transfers=(10_000, 100_000, 1_000_000),
    reports=(1_000, 10_000, 100_000),
    repeats=3,
)
SMOKE = Extent(
    commit_seconds=0.3,
    echoes=400,
    latency_seconds=2.0,
    members=1_000,
    transfers=(10_000,),
    reports=(1_000,),
    repeats=1,
)


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Speed, as ratios.")
    parser.add_argument("--smoke", action="store_true", help="a little of everything, to see that it runs")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    arguments = parser.parse_args()
    figures = []
    for figure in measure(SMOKE if arguments.smoke else FULL):
        figures.append(figure)
        print(f"measured: {figure.name}", flush=True)
    print(table(figures))
    if arguments.json is not None:
        save(figures, arguments.json)


def measure(extent: Extent) -> Iterator[Figure]:
    """Every benchmark."""
    yield from commits.measure(extent.commit_seconds, extent.repeats)
    yield from echo.measure(extent.echoes, extent.repeats)
    yield from latency.measure(extent.latency_seconds, extent.repeats)
    yield from ledger.measure(extent.transfers)
    yield from starting.measure(extent.members, extent.repeats)
    yield from reports.measure(extent.reports)


if __name__ == "__main__":
    main()
