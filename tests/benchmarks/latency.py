"""From a message to its answer, at fifty messages a second over real HTTP."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from time import time

from tests.benchmarks.figures import Figure, below, middle
from tests.torture.kills import Way
from tests.torture.processes import READY, bot_process, settings
from tests.torture.town import PEOPLE, Town, open_town, running

RATE = 50.0  # messages per second
AIM = 50.0  # ms, for 95 of 100 answers


def measure(seconds: float, repeats: int) -> Iterator[Figure]:
    """Both ways in; the sandbox, the bot and the people each in a process of their own."""
    for way in Way:
        runs = [asyncio.run(_delays(way, seconds)) for _ in range(repeats)]
        yield Figure(f"median to the answer, {way}", middle([middle(run) for run in runs]), "ms")
        tails = [quantiles(run, n=20)[-1] for run in runs]
        yield below(f"p95 to the answer, {way}", middle(tails), "ms", AIM)


async def _delays(way: Way, seconds: float) -> list[float]:
    """Milliseconds from just before a person sends to when the sandbox is called with the answer."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        async with open_town(Path(folder)) as town:
            bot = bot_process(town.folder, settings(town.folder, town.address, way is Way.WEBHOOK))
            async with running(bot):
                await bot.line_with(READY)
                await town.say_once()  # whatever is loaded when first needed
                await town.until_done()
                sent_at = await _write(town, seconds)
                await town.until_done()
            return await _delays_of(town, sent_at)


async def _write(town: Town, seconds: float) -> dict[str, float]:
    """People write in turn, evenly; returns when each thing was said, in UTC ms."""
    sent_at: dict[str, float] = {}
    loop = asyncio.get_running_loop()
    started = loop.time()
    async with asyncio.TaskGroup() as writing:
        for number in range(int(RATE * seconds)):
            await asyncio.sleep(started + number / RATE - loop.time())
            writing.create_task(_say(town, PEOPLE[number % len(PEOPLE)], sent_at))
    return sent_at


async def _say(town: Town, person: int, sent_at: dict[str, float]) -> None:
    at = time() * 1000
    sent_at[await town.say(person)] = at


async def _delays_of(town: Town, sent_at: dict[str, float]) -> list[float]:
    answered_at = {}
    for call in await town.ask("GET", "calls?method=sendMessage"):
        for tag in town.tags_in(call["parameters"]["text"]):
            answered_at[tag] = call["started_ms"]
    return [max(answered_at[tag] - at, 0.0) for tag, at in sent_at.items()]
