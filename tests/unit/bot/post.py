"""Delivery at work on the stage."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random

from bot.carriers import Carriers
from bot.clock import ManualClock
from bot.delivery import Delivery
from bot.downloads import Downloads
from bot.pacing import Pacer
from bot.sending import Sending
from storage.outbox import OutboxRow
from tests.unit.bot.stage import ScriptedApi, Storage, settle


@dataclass
class Post:
    """Delivery at work, with everything around it at hand."""

    storage: Storage
    clock: ManualClock
    api: ScriptedApi
    delivery: Delivery
    events: list[None]

    async def say(self, *rows: OutboxRow) -> None:
        """Rows are committed and handed over; what can happen now happens."""
        self.delivery.take(await self.storage.add(*rows))
        await settle()

    async def advance(self, milliseconds: int) -> None:
        self.clock.advance(milliseconds)
        await settle()

    async def state(self, id_: int) -> str:
        return (await self.storage.states())[id_]


def make_delivery(
    storage: Storage, clock: ManualClock, api: ScriptedApi, pacer: Pacer, events: list[None]
) -> Delivery:
    downloads = Downloads(api, clock)
    carriers = Carriers(Sending(storage.database, api), downloads, downloads.give_up)
    return Delivery(storage.database, carriers, pacer, clock, Random(1), lambda: events.append(None))


async def finish_within_patience(delivery: Delivery, running: asyncio.Task[None]) -> None:
    delivery.stop()
    await asyncio.wait_for(running, 2)
