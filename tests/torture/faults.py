"""The network and Telegram at their worst, for a while: everything arrives all the same, in order, and politely."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.torture.kills import Way
from tests.torture.processes import READY, bot_process, settings
from tests.torture.promises import broken_promises, started_too_early
from tests.torture.town import Town, open_town, running

PROBABILITY = 0.3
PAUSE = 0.1  # seconds between two rounds of everybody saying something
ANY_NUMBER = 1_000_000  # of copies; what was done and not confirmed is sent again each time

FAULTS: Mapping[str, Mapping[str, object]] = {
    "429": {"kind": "error", "error_code": 429, "retry_after": 1, "scope": "chat", "method": "sendMessage"},
    "500": {"kind": "error", "error_code": 500},
    "reset": {"kind": "reset"},
    "duplicate_update": {"kind": "duplicate_update"},
    "timeout": {"kind": "timeout", "method": "sendMessage"},
    "accept_then_timeout": {"kind": "accept_then_timeout", "method": "sendMessage"},
}
HOLDING = frozenset({"timeout", "accept_then_timeout"})
COPYING = frozenset({"accept_then_timeout"})  # what may make copies of an answer without a crash


@dataclass(frozen=True, slots=True)
class Storm:
    """A fault by its name, on which way in, for how many rounds, and for how long a held call is held (seconds)."""

    fault: str
    way: Way
    rounds: int
    hold: float
    seed: int


async def weather(storm: Storm) -> tuple[int, list[str]]:
    """Let everybody write through the storm; returns how many things were said and the promises broken."""
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        async with open_town(Path(folder)) as town:
            bot = bot_process(town.folder, settings(town.folder, town.address, storm.way is Way.WEBHOOK))
            async with running(bot):
                await bot.line_with(READY)
                await _write_through(town, storm)
                await town.until_done()
            broken = await _broken(town, storm)
            return sum(map(len, town.said.values())), broken


async def _write_through(town: Town, storm: Storm) -> None:
    order = {**FAULTS[storm.fault], "probability": PROBABILITY, "times": 0, "seed": storm.seed}
    await town.ask("POST", "faults", {**order, "seconds": storm.hold})
    for _ in range(storm.rounds):
        await town.say_once()
        await asyncio.sleep(PAUSE)


async def _broken(town: Town, storm: Storm) -> list[str]:
    broken = await broken_promises(town, ANY_NUMBER if storm.fault in COPYING else 0)
    broken += started_too_early(await town.ask("GET", "calls?method=sendMessage"))
    hits = [call for call in await town.ask("GET", "calls") if call["fault_id"] is not None]
    if not hits and storm.fault != "duplicate_update":  # which is no call and leaves no trace
        broken.append("the storm never came")
    return broken
