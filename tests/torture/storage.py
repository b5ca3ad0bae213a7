"""Somebody else holds the database for a while: everything waits, nothing is lost, nobody is told anything wrong."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from pathlib import Path

from tests.torture.kills import Way
from tests.torture.processes import READY, bot_process, database, settings
from tests.torture.promises import broken_promises
from tests.torture.town import Town, open_town, running


async def lock_out(way: Way, seconds: float) -> tuple[int, list[str]]:
    """Hold the write lock so long while everybody writes; returns how much was said and the promises broken."""
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        async with open_town(Path(folder)) as town:
            bot = bot_process(town.folder, settings(town.folder, town.address, way is Way.WEBHOOK))
            async with running(bot):
                await bot.line_with(READY)
                await town.say_once()
                await _hold(town, seconds)
                await town.until_done()
            return sum(map(len, town.said.values())), await broken_promises(town, copies_excused=0)


async def _hold(town: Town, seconds: float) -> None:
    connection = sqlite3.connect(database(town.folder), isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        await town.say_once()
        await asyncio.sleep(seconds)
        await town.say_once()
    finally:
        connection.close()
