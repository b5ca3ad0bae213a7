"""Kills, storms and a held lock at length: ``python -m tests.torture --kills 10 --seconds 1200 --state .torture``.

Goes on where it stopped; remove the state to begin anew. Prints its table at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

from messages.catalogue import Language
from tests.torture import faults, journeys, kills, points, storage
from tests.torture.journeys import Order
from tests.torture.kills import Case, Way
from tests.torture.ledger import Entry, Ledger
from tests.torture.town import NotDone

STORM_ROUNDS = 20
HELD_ROUNDS = 2  # of a storm that holds calls; every hit costs its chat half a minute
HOLD = 31.0  # seconds; longer than the bot waits for an answer
LOCK_SECONDS = 10.0
SEQUENCES = 100  # of operations on points, in one of five trials

Trial = tuple[str, Callable[[], Awaitable[Entry]]]


def main() -> int:
    """Do what has not been done yet, within the time; returns 1 if anything was broken or nothing was tried."""
    arguments = _arguments()
    ledger = Ledger(arguments.state)
    until = time.monotonic() + arguments.seconds
    for name, attempt in trials(arguments.kills):
        if name in ledger.entries:
            continue
        if time.monotonic() > until:
            print(f"the {arguments.seconds:.0f} s are over; run it again to go on", flush=True)
            break
        ledger.add(asyncio.run(_tried(name, attempt)))
        print(f"{name}: {'; '.join(ledger.entries[name].broken) or 'kept'}", flush=True)
    print(ledger.table())
    return int(not ledger.entries or any(entry.broken for entry in ledger.entries.values()))


def trials(kills_per_point: int) -> Iterator[Trial]:
    """Every trial by its name, the quick ones first. Half of a point's kills are on either way in."""
    for number, case in enumerate(kills.cases((kills_per_point + 1) // 2)):
        name = f"{number:03} kill at {case.point}, {case.way}"
        yield name, partial(_kill, name, case)
    for first in range(0, points.SEQUENCES, SEQUENCES):
        name = f"points, seeds {first} to {first + SEQUENCES - 1}"
        yield name, partial(_count, name, range(first, first + SEQUENCES))
    for order, language, way in product(journeys.orders(), Language, Way):
        name = f"journey {'-'.join(order)}, {language}, {way}, a kill after every step"
        yield name, partial(_travel, name, order, language, way)
    for way in Way:
        name = f"lock held, {way}"
        yield name, partial(_lock, name, way)
    for fault in faults.FAULTS:
        for way in Way:
            name = f"storm of {fault}, {way}"
            rounds = HELD_ROUNDS if fault in faults.HOLDING else STORM_ROUNDS
            yield name, partial(_storm, name, faults.Storm(fault, way, rounds, HOLD, seed=1))


async def _tried(name: str, attempt: Callable[[], Awaitable[Entry]]) -> Entry:
    try:
        return await attempt()
    except NotDone as error:
        return Entry(name, name, 0, 0, 0.0, (str(error),))


async def _kill(name: str, case: Case) -> Entry:
    outcome = await kills.kill(case)
    kind = f"kill at {case.point}, {case.way}"
    return Entry(name, kind, outcome.said, outcome.copies, outcome.drained, outcome.broken)


async def _count(name: str, seeds: range) -> Entry:
    report = await asyncio.to_thread(points.play_all, seeds, points.LONGEST)
    broken = tuple(f"seed {seed}: {words}" for seed, words in report.broken.items())
    return Entry(name, f"points, {len(seeds)} sequences", len(seeds), 0, 0.0, broken)


async def _travel(name: str, order: Order, language: Language, way: Way) -> Entry:
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        arrived = await journeys.travel(Path(folder), order, language, webhook=way is Way.WEBHOOK)
    broken = () if arrived else ("the report did not reach the grid worker",)
    kind = f"journey, a kill after every step, {language}, {way}"
    return Entry(name, kind, len(order), 0, 0.0, broken)


async def _lock(name: str, way: Way) -> Entry:
    said, broken = await storage.lock_out(way, LOCK_SECONDS)
    return Entry(name, name, said, 0, 0.0, tuple(broken))


async def _storm(name: str, storm: faults.Storm) -> Entry:
    said, broken = await faults.weather(storm)
    return Entry(name, name, said, 0, 0.0, tuple(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture", description="Kills and faults at length."
    )
    parser.add_argument("--kills", type=int, default=10, help="at each point")
    parser.add_argument("--seconds", type=float, default=1200.0, help="begin nothing new after so many")
    parser.add_argument(
        "--state", type=Path, default=Path(".torture"), help="folder that remembers what is done"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
