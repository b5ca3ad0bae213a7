"""One life of the bot's process: the real heart on a real file, wired as in `bot.app`, until it stops or crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from bot import commands
from bot.app import make_rules, open_database
from bot.carriers import Carriers
from bot.command_socket import CommandRequest
from bot.commands import Commands
from bot.delivery import Delivery
from bot.downloads import Downloads
from bot.engine import Engine, Handled, Rules
from bot.intake import Intake, Polling
from bot.pacing import Pacer
from bot.sending import Sending
from bot.settings import Settings
from handlers import fallback
from handlers.router import Router
from storage import inbox, outbox
from storage import settings as facts
from storage.database import Database, StorageFault, Transaction
from tests.simulation import tallies
from tests.simulation.loop import SimulatedClock, SimulatedLoop
from tests.simulation.people import PEOPLE, team
from tests.simulation.storage import Disk, SimulatedRunner
from tests.simulation.telegram import Labelled, SimulatedTelegram

IMPORT = CommandRequest("the team", "import-people", {"people": team()})
LOOK = 1.0  # seconds between two looks whether everything is done


class Died(Exception):
    """A part of the bot ended that must not end."""


class Life:
    """Opens the file, runs every part, and ends once everything is dealt with, at some time (UTC ms) or later."""

    def __init__(
        self,
        path: Path,
        telegram: SimulatedTelegram,
        clock: SimulatedClock,
        disk: Disk,
        chance: Random,
        by_webhook: bool,
        not_before: int,
    ) -> None:
        self._path = path
        self._telegram = telegram
        self._clock = clock
        self._disk = disk
        self._chance = chance
        self._by_webhook = by_webhook
        self._not_before = not_before
        self._settings = Settings.model_validate({"token": "1:simulation", "database": path})

    async def live(self) -> None:
        """Run until all is quiet, then stop cleanly. Raises Died, Crash, Stuck, or StorageFault at either end."""
        database = await self._open()
        engine, delivery, intake = await self._assemble(database)
        if not await database.write(facts.begin_run):
            await database.write(outbox.sending_became_uncertain, self._clock.now())
            await engine.recover()
        polling = Polling(self._telegram, intake, engine.update_kinds)
        receiving = self._telegram.updates.push(intake) if self._by_webhook else polling.run()
        parts = [
            asyncio.create_task(receiving, name="intake"),
            asyncio.create_task(engine.run(), name="engine"),
            asyncio.create_task(delivery.run(), name="delivery"),
        ]
        await self._until_quiet(database, parts)
        parts[0].cancel()
        engine.stop()
        delivery.stop()
        await asyncio.wait(parts)
        await database.write(facts.end_run)
        await database.close()

    async def _open(self) -> Database:
        database = await open_database(self._path, self._clock.now(), lambda: SimulatedRunner(self._disk))
        await database.write(tallies.prepare)
        await database.write(commands.store, IMPORT, self._clock.now())
        return database

    async def _assemble(self, database: Database) -> tuple[Engine, Delivery, Intake]:
        rules = await self._rules(database)

        def on_handled(handled: Sequence[Handled]) -> None:
            delivery.take(row for one in handled for row in one.rows)
            operator.announce(handled)

        loop = asyncio.get_running_loop()
        engine = Engine(database, rules, self._clock, on_handled, loop.time)
        downloads = Downloads(self._telegram, self._clock)
        carriers = Carriers(
            Labelled(Sending(database, self._telegram)), Labelled(downloads), downloads.give_up
        )
        pacer = Pacer(self._settings.pace_total, self._settings.pace_chat, self._settings.pace_group)
        delivery = Delivery(database, carriers, pacer, self._clock, self._chance, engine.wake)
        operator = Commands(database, self._clock, engine.wake)
        return engine, delivery, Intake(database, self._clock, engine.wake)

    async def _rules(self, database: Database) -> Rules:
        """The bot's own routes, and the tallying ones beside them."""
        rules = await make_rules(database, self._settings, self._chance)
        both = [*rules.router.routes, *tallies.routes(PEOPLE)]
        return replace(rules, router=Router(both, fallback.refuse))

    async def _until_quiet(self, database: Database, parts: Sequence[asyncio.Task[None]]) -> None:
        while not await self._is_quiet(database):
            await asyncio.wait(parts, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED)
            for part in parts:
                if part.done():
                    raise Died(part.get_name()) from part.exception()

    async def _is_quiet(self, database: Database) -> bool:
        if self._clock.now() < self._not_before or not self._telegram.updates.is_empty:
            return False
        try:
            return await database.read(_is_idle)
        except StorageFault:
            return False


def run(life: Life, loop: SimulatedLoop) -> None:
    """Live, on that loop. Raises what `Life.live` does."""
    asyncio.set_event_loop(loop)
    loop.run_until_complete(life.live())


def bury(loop: SimulatedLoop) -> None:
    """Clear away what a crash has left in memory; its file is not looked at any more."""
    loop.is_dead = True
    loop.set_exception_handler(lambda loop, context: None)
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left))
    asyncio.set_event_loop(None)
    loop.close()


def _is_idle(transaction: Transaction) -> bool:
    rows = outbox.states(transaction)
    return not inbox.count_waiting(transaction) and not rows.get("waiting") and not rows.get("sending")
