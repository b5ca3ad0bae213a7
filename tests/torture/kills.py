"""``kill -9`` at a named point while everybody is writing, and a new start: nothing lost, nothing done twice."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from signal import SIGKILL
from time import monotonic

from tests.torture.processes import READY, DidNotStart, Process, bot_process, reached, settings
from tests.torture.promises import broken_promises
from tests.torture.town import Town, open_town, running

ROUNDS = 40  # of everybody saying something; a point that was not reached by then never will be
PAUSE = 0.1  # seconds between two rounds
LATEST_HIT = {
    "intake.committed": 8,  # is hit once for all updates of a poll
    "engine.in_transaction": 100,  # for every event
    "engine.committed": 8,  # for every batch
    "delivery.sent": 60,  # for every message
}
DRAINED_WITHIN = 10.0  # seconds from the next start


class Way(StrEnum):
    """How updates come in."""

    POLLING = "polling"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Case:
    """Where to kill, on which way in, and the seed that says at which hit."""

    point: str
    way: Way
    seed: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the promises broken, things said, answers doubled, seconds until the inbox was empty."""

    broken: tuple[str, ...]
    said: int
    copies: int
    drained: float


def cases(kills: int) -> list[Case]:
    """So many kills for every point and way."""
    return [Case(point, way, seed) for seed in range(kills) for point in LATEST_HIT for way in Way]


async def kill(case: Case) -> Outcome:
    """Kill, start again, and look."""
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        async with open_town(Path(folder)) as town:
            return await _kill_in(town, case)


async def _kill_in(town: Town, case: Case) -> Outcome:
    values = settings(town.folder, town.address, case.way is Way.WEBHOOK)
    hit = Random(f"{case}").randint(1, LATEST_HIT[case.point])
    armed = bot_process(town.folder, values, "killed", f"{case.point}=kill@{hit}")
    async with running(armed):
        with suppress(DidNotStart):  # it may be killed over the first tick already
            await armed.line_with(READY)
        await _write_until_dead(town, armed)
    if armed.exit_code != -SIGKILL or case.point not in _written_down(town):
        return Outcome((f"{case.point} was never reached {hit} times",), 0, 0, 0.0)
    await town.say_once()  # nobody has noticed yet
    survivor = bot_process(town.folder, values, "survivor")
    started = monotonic()
    async with running(survivor):
        await survivor.line_with(READY)
        await town.until_inbox_is_empty()
        drained = monotonic() - started
        await town.until_done()
    return await _outcome(town, drained)


async def _write_until_dead(town: Town, bot: Process) -> None:
    for _ in range(ROUNDS):
        await town.say_once()
        if await bot.ended_within(PAUSE):
            return


async def _outcome(town: Town, drained: float) -> Outcome:
    broken = await broken_promises(town, copies_excused=1)
    if drained > DRAINED_WITHIN:
        broken.append(f"the inbox took {drained:.1f} s to drain")
    said = sum(map(len, town.said.values()))
    answers = await asyncio.gather(*(town.answers(person) for person in town.said))
    copies = sum(len(chat) - len(set(chat)) for chat in answers)
    return Outcome(tuple(broken), said, copies, drained)


def _written_down(town: Town) -> str:
    file = reached(town.folder)
    return file.read_text() if file.exists() else ""
