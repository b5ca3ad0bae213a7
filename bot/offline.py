"""A command done without a running bot: the command line holds the lock and runs the engine for a moment."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import lock
from bot.app import begin_run, make_rules, open_database
from bot.clock import SystemClock
from bot.command_socket import CommandReply, CommandRequest
from bot.commands import reply_to, store
from bot.engine import Engine, Handled
from bot.settings import Settings
from handlers.operators.status import figures
from storage import settings as facts
from storage.database import Database, StorageFault, connect_read_only
from storage.transaction import Transaction


async def run_offline(settings: Settings, request: CommandRequest) -> CommandReply:
    """Have a command done in this process.

    What it says to people waits in the outbox for the next run. Raises AlreadyRunning, StorageFault, MigrationError.
    """
    with lock.hold(settings.database):
        database = await open_database(settings.database, SystemClock().now())
        try:
            return await _handle(database, settings, request)
        finally:
            await database.close()


async def _handle(database: Database, settings: Settings, request: CommandRequest) -> CommandReply:
    clock = SystemClock()
    earlier = await database.write(store, request, clock.now())
    if earlier is not None:
        return earlier
    reply: asyncio.Future[CommandReply] = asyncio.get_running_loop().create_future()

    def on_handled(handled: Sequence[Handled]) -> None:
        for one in handled:
            if one.key == request.key:
                reply.set_result(reply_to(one))

    engine = Engine(database, await make_rules(database, settings), clock, on_handled)
    await begin_run(database, engine, clock.now())
    engine.stop()  # which means: when nothing waits any more
    await engine.run()
    await database.write(facts.end_run)
    return await reply


def read_status(path: Path) -> Mapping[str, object]:
    """How a bot stands that does not run; only looks. Raises StorageFault when there is nothing to look at."""
    if not path.exists():
        raise StorageFault(f"there is no database at {path}")
    try:
        connection = connect_read_only(path)
        try:
            return figures(Transaction(connection), SystemClock().now())
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise StorageFault(f"{path} cannot be read: {error}") from error
