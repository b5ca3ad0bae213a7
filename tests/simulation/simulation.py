"""A seed, and what comes of it: people act, things go wrong, the process crashes and starts again, all gets done."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

from structlog.testing import capture_logs

from bot import delivery
from storage.database import StorageFault
from tests.simulation import invariants
from tests.simulation.life import Died, Life, bury, run
from tests.simulation.loop import EPOCH, Agenda, Crash, SimulatedClock, SimulatedLoop, Stuck
from tests.simulation.people import ACTING_TIME, Crowd
from tests.simulation.storage import Disk
from tests.simulation.telegram import SimulatedTelegram
from tests.simulation.trace import Trace
from tests.simulation.updates import Updates

CALM_AT = ACTING_TIME + 30.0  # seconds; from then on nothing fails any more
CALM = EPOCH + int(CALM_AT * 1000)
TOO_LATE = CALM_AT + 3600.0  # seconds; whoever is not done an hour later never will be
MOST_CRASHES = 4
CRASH_SPREAD = 50  # callbacks; a crash waits for up to so many, to fall on any of them
PAGES = (2, delivery.PAGE)  # rows; so small a page that almost always more is due than is in hand
RESTART = 2.0  # seconds until the next life begins


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a seed: the promises broken (none is good), a hash of all that happened, and its last lines."""

    seed: int
    offences: tuple[str, ...]
    digest: str
    lines: tuple[str, ...]
    crashes: int


class Simulation:
    """Everything of one seed. Each source of chance is its own, so that a change in one leaves the others be."""

    def __init__(self, seed: int, folder: Path) -> None:
        self._seed = seed
        self._folder = folder
        self._chance = Random(f"{seed} plan")
        self._agenda = Agenda()
        self._clock = SimulatedClock(self._agenda)
        self._trace = Trace(self._agenda)
        self._updates = Updates(Random(f"{seed} updates"), self._trace)
        self._telegram = SimulatedTelegram(
            self._agenda, self._updates, Random(f"{seed} telegram"), self._trace
        )
        self._crowd = Crowd(self._agenda, self._updates, self._telegram, Random(f"{seed} people"))
        self._disk = Disk(Random(f"{seed} disk"), self._trace)
        self._crashed_at: list[float] = []
        self._loop: SimulatedLoop | None = None
        self._by_webhook = self._chance.random() < 0.5

    def run(self) -> Verdict:
        """Let it all happen."""
        self._plan()
        path = self._folder / "0.sqlite3"
        offences: list[str] = []
        try:
            with capture_logs(), patch.object(delivery, "PAGE", self._chance.choice(PAGES)):
                path = self._live_through_crashes(path)
        except (Died, Stuck) as end:
            offences.append(f"{type(end).__name__}: {end}; {end.__cause__!r}")
        else:
            offences += invariants.inspect(path, self._telegram, self._crowd, self._crashed_at)
        return Verdict(
            self._seed,
            tuple(offences),
            self._trace.digest(),
            tuple(self._trace.lines),
            len(self._crashed_at),
        )

    def _plan(self) -> None:
        self._crowd.set_out()
        self._telegram.fault_probability = self._chance.choice((0.0, 0.05, 0.3))
        self._updates.are_faulty = self._chance.random() < 0.7
        self._disk.probability = self._chance.choice((0.0, 0.0, 0.001, 0.01))
        for _ in range(self._chance.randint(0, MOST_CRASHES)):
            self._agenda.after(self._chance.random() * CALM_AT, self._crash)
        self._agenda.after(CALM_AT, self._calm_down)
        self._agenda.after(TOO_LATE, self._give_up)

    def _live_through_crashes(self, path: Path) -> Path:
        """Lives one after the other, each on a copy of the file that the one before left as it crashed."""
        while True:
            chance = Random(f"{self._seed} life {len(self._crashed_at)}")
            life = Life(path, self._telegram, self._clock, self._disk, chance, self._by_webhook, CALM)
            self._loop = SimulatedLoop(self._agenda)
            self._loop.set_exception_handler(self._blame)
            try:
                run(life, self._loop)
            except (Crash, StorageFault):  # the process ends when the disk fails at its start or end
                path = self._after_crash(path)
            else:
                return path
            finally:
                bury(self._loop)
                self._loop = None
            self._wait_for_restart()

    def _after_crash(self, path: Path) -> Path:
        """What a crash leaves: the file and its log as they are; SQLite's shared memory is made anew."""
        self._crashed_at.append(self._agenda.seconds)
        self._trace.note("crash")
        copy = self._folder / f"{len(self._crashed_at)}.sqlite3"
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        self._telegram.forget_connections()
        return copy

    def _wait_for_restart(self) -> None:
        until = self._agenda.seconds + RESTART
        while self._agenda.seconds < until:
            self._agenda.pass_time(until - self._agenda.seconds)

    def _crash(self) -> None:
        if self._loop is not None:
            self._loop.crash_after(self._chance.randint(1, CRASH_SPREAD))

    def _calm_down(self) -> None:
        self._telegram.fault_probability = 0.0
        self._updates.are_faulty = False
        self._disk.probability = 0.0

    def _give_up(self) -> None:
        raise Stuck("an hour later it is still not done")

    def _blame(self, loop: object, context: dict[str, object]) -> None:
        self._telegram.offences.append(f"{context['message']}: {context.get('exception')!r}")


def simulate(seed: int, folder: Path) -> Verdict:
    """Play one seed through, in an empty folder."""
    return Simulation(seed, folder).run()
