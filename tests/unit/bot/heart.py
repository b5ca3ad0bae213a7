"""The engine at work, with small handlers that remember, answer and break."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from zoneinfo import ZoneInfo

from bot.clock import ManualClock
from bot.engine import Engine, Handled, Rules
from handlers.context import Context
from handlers.events import Command, Message, Press
from handlers.route import CommandRoute, MessageRoute, OperatorRoute, PressRoute
from handlers.router import Router
from handlers.surroundings import Surroundings
from storage import inbox, settings
from storage.database import Transaction
from storage.inbox import Arrival
from storage.members import Role
from storage.outbox import Lane, OutboxRow
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage, settle


def reply(context: Context, text: str) -> None:
    context.call("sendMessage", context.here, {"text": text}, lane=Lane.REPLY)


def echo(message: Message, context: Context) -> None:
    """Remember what was said, and say it back."""
    settings.write(context.transaction, message.text, str(context.event.key))
    reply(context, message.text)


def fail(message: Message, context: Context) -> None:
    """Remember, say, and then break."""
    echo(message, context)
    raise RuntimeError(f"cannot bear {message.text}")


def break_constraint(message: Message, context: Context) -> None:
    echo(message, context)
    context.transaction.execute("INSERT INTO settings (name, value) VALUES ('null', NULL)")


def take(press: Press, context: Context) -> None:
    settings.write(context.transaction, "taken", press.data)


def take_and_fail(press: Press, context: Context) -> None:
    context.answer(press)
    raise RuntimeError("the press broke")


def tell_time(command: Command, context: Context) -> None:
    context.result = {"now": context.now}


def refuse(event: Press | Message, context: Context, _who: frozenset[Role]) -> None:
    reply(context, "refused")


def apologize(context: Context) -> None:
    reply(context, "sorry")


def apologize_badly(context: Context) -> None:
    reply(context, "sor")
    raise RuntimeError("words fail")


ROUTES = (
    CommandRoute("fail", fail),
    CommandRoute("break", break_constraint),
    MessageRoute("echo", echo, has=("text",)),
    PressRoute("take", take),
    PressRoute("fail", take_and_fail),
    OperatorRoute("time", tell_time),
)


@dataclass
class Heart:
    """The engine at work: events go in, what was handled comes out."""

    storage: Storage
    engine: Engine
    handled: list[Handled]
    batches: list[int]

    async def arrive(self, *arrivals: Arrival) -> None:
        """Events are stored and the engine is woken; what can happen now happens."""
        await self.storage.database.write(inbox.add, arrivals, NOW)
        self.engine.wake()
        await settle()

    @property
    def rows(self) -> list[OutboxRow]:
        """What was handed to delivery."""
        return [row for handled in self.handled for row in handled.rows]

    @property
    def texts(self) -> list[object]:
        return [row.parameters.get("text", row.method) for row in self.rows]

    async def letters(self) -> list[tuple[str, str]]:
        rows = await self.storage.database.read(
            Transaction.all, "SELECT key, reason FROM dead_letters ORDER BY id"
        )
        return [(row["key"], row["reason"]) for row in rows]

    async def remembered(self, name: str) -> str | None:
        return await self.storage.database.read(settings.read, name)


def make_heart(
    storage: Storage,
    clock: ManualClock,
    stopwatch: Callable[[], float] = lambda: 0.0,
    routes: Sequence[object] = ROUTES,
    apology: Callable[[Context], None] = apologize,
) -> Heart:
    ids = count(1)
    surroundings = Surroundings(lambda: next(ids), lambda: "token", ZoneInfo("Asia/Shanghai"))
    rules = Rules(Router(routes, refuse), surroundings, apology)  # type: ignore[arg-type]
    handled: list[Handled] = []
    batches: list[int] = []

    def announce(batch: Sequence[Handled]) -> None:
        handled.extend(batch)
        batches.append(len(batch))

    return Heart(storage, Engine(storage.database, rules, clock, announce, stopwatch), handled, batches)


async def run_to_the_end(heart: Heart) -> None:
    """Handle what waits, and return."""
    heart.engine.stop()
    await asyncio.wait_for(heart.engine.run(), 5)


async def handle(heart: Heart, *arrivals: Arrival) -> None:
    await heart.arrive(*arrivals)
    await run_to_the_end(heart)
