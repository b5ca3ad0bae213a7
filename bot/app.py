"""The bot as one process: what is made of what, in which order it starts, and how it stops with nothing dropped."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import structlog

from bot import lock
from bot.api import TelegramApi, learn_identity
from bot.backups import Backups, backups_of
from bot.carriers import Carriers
from bot.clock import Clock, FollowedClock, SystemClock
from bot.command_socket import CommandSocket
from bot.commands import Commands
from bot.delivery import Delivery
from bot.downloads import Downloads
from bot.engine import Engine, Handled, Rules
from bot.intake import Intake, Polling
from bot.pacing import Pacer
from bot.request import AiohttpRequest
from bot.sending import Api, Sending
from bot.settings import Settings
from bot.supervision import Supervisor
from bot.timers import Timers, started_arrival, timers
from bot.upkeep import keep_up
from bot.webhook import Webhook, register
from handlers.apology import apologize
from handlers.routes import make_router
from handlers.surroundings import Surroundings
from storage import inbox, migrating, outbox
from storage import settings as facts
from storage.database import Database, Runner, ThreadRunner, Transaction

FINISHING_TIME = 10.0  # seconds for what is under way when the process is asked to stop

log = structlog.get_logger()


async def open_database(path: Path, now: int, runner: Callable[[], Runner] = ThreadRunner) -> Database:
    """Open the file and bring its schema up to date, with a copy of it beside it first.

    Raises StorageFault when it cannot be opened, MigrationError when it is newer than this version.
    """
    database = await Database.open(path, runner)
    try:
        current, pending = await database.write(_schema_state)
        if current and pending:
            log.info(
                "copying the database before its schema changes", copy=str(migrating.back_up(path, current))
            )
        for migration in pending:
            await database.write(migrating.apply, migration, now)
    except BaseException:
        await database.close()
        raise
    return database


def _schema_state(transaction: Transaction) -> tuple[int, list[migrating.Migration]]:
    return migrating.version(transaction), migrating.pending(transaction)


async def make_rules(database: Database, settings: Settings, chance: Random | None = None) -> Rules:
    """The handlers and what surrounds them; row ids go on from the highest that was ever used."""
    first = await database.write(outbox.highest_id) + 1
    ids = count(first)
    surroundings = Surroundings(
        next_row_id=lambda: next(ids),
        new_token=(lambda: f"{chance.getrandbits(64):016x}") if chance else (lambda: secrets.token_hex(8)),
        timezone=settings.zone,
        admins=settings.admins,
    )
    return Rules(make_router(), surroundings, apologize)


@dataclass(frozen=True, slots=True)
class App:
    """The parts that run, wired together."""

    clock: Clock
    database: Database
    engine: Engine
    delivery: Delivery
    intake: Intake
    timers: Timers
    commands: Commands


async def assemble(database: Database, api: Api, settings: Settings, clock: Clock, chance: Random) -> App:
    """Wire the engine to its edges."""
    downloads = Downloads(api, clock)
    rules = await make_rules(database, settings)

    def on_handled(handled: Sequence[Handled]) -> None:
        delivery.take(row for one in handled for row in one.rows)
        commands.announce(handled)

    engine = Engine(database, rules, clock, on_handled)
    delivery = Delivery(
        database,
        Carriers(
            Sending(database, api),
            downloads,
            downloads.give_up,
            Backups(backups_of(settings), clock, settings.zone),
        ),
        Pacer(settings.pace_total, settings.pace_chat, settings.pace_group),
        clock,
        chance,
        engine.wake,
    )
    commands = Commands(database, clock, engine.wake)
    return App(
        clock,
        database,
        engine,
        delivery,
        Intake(database, clock, engine.wake),
        Timers(database, clock, engine.wake, timers(settings.zone)),
        commands,
    )


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set or it cannot go on.

    Raises AlreadyRunning, StorageFault, MigrationError, ClockUnreachable, AnotherPoller, TokenRefused, OSError.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(lock.hold(settings.database))
        clock = await stack.enter_async_context(_started_clock(settings))
        database = await open_database(settings.database, clock.now())
        stack.push_async_callback(database.close)
        request = AiohttpRequest()
        await request.initialize()
        stack.push_async_callback(request.shutdown)
        api = TelegramApi(request, settings.api_url, settings.token.get_secret_value())
        app = await assemble(database, api, settings, clock, Random())  # noqa: S311 - jitter, not secrets
        await _serve(app, api, settings, stop)


@asynccontextmanager
async def _started_clock(settings: Settings) -> AsyncIterator[Clock]:
    if settings.clock_url is None:
        yield SystemClock()
        return
    clock = FollowedClock(settings.clock_url)
    await clock.start()
    try:
        yield clock
    finally:
        await clock.close()


async def _serve(app: App, api: TelegramApi, settings: Settings, stop: asyncio.Event) -> None:
    """Start from the inside out and stop from the outside in, whatever fails on the way."""
    await begin_run(app.database, app.engine, app.clock.now())
    supervisor = Supervisor(stop)
    async with AsyncExitStack() as stack:
        supervisor.start("engine", app.engine.run())
        supervisor.start("delivery", app.delivery.run())
        stack.push_async_callback(_finish, app, supervisor)
        supervisor.start("identity", learn_identity(api, app.database))
        supervisor.start("upkeep", keep_up(app.database, backups_of(settings), app.clock))
        await app.database.write(inbox.add, [started_arrival(app.clock.now())], app.clock.now())
        app.engine.wake()
        app.timers.start()
        stack.push_async_callback(app.timers.close)
        socket = CommandSocket(settings.socket_path, app.commands.handle)
        await socket.start()
        stack.push_async_callback(socket.close)
        await _open_intake(app, api, settings, supervisor, stack)
        log.info("serving", by="polling" if settings.webhook_url is None else "webhook")
        await stop.wait()
        log.info("stopping")
    supervisor.raise_failure()


async def begin_run(database: Database, engine: Engine, now: int) -> None:
    """Note that a process runs; if the one before did not stop cleanly, put right what it left."""
    if await database.write(facts.begin_run):
        return
    uncertain = await database.write(outbox.sending_became_uncertain, now)
    log.warning("the last run did not stop cleanly", uncertain=uncertain)
    await engine.recover()


async def _open_intake(
    app: App, api: TelegramApi, settings: Settings, supervisor: Supervisor, stack: AsyncExitStack
) -> None:
    """Begin to receive, until the stack is closed. Raises OSError when the webhook's address is taken."""
    kinds = app.engine.update_kinds
    if settings.webhook_url is None:
        supervisor.start("intake", Polling(api, app.intake, kinds).run())
        stack.push_async_callback(supervisor.cancel, "intake")
        return
    secret = await _webhook_secret(app.database, settings)
    webhook = Webhook(app.intake, secret, urlsplit(settings.webhook_url).path or "/")
    host, _, port = settings.webhook_listen.rpartition(":")
    await webhook.start(host, int(port))
    stack.push_async_callback(webhook.close)
    supervisor.start("intake", register(api, settings.webhook_url, secret, kinds))


async def _webhook_secret(database: Database, settings: Settings) -> str:
    """The one that was chosen, else one of our own that stays: Telegram posts with it until it is told another."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return await database.write(facts.read_or_write, facts.WEBHOOK_SECRET, secrets.token_urlsafe(32))


async def _finish(app: App, supervisor: Supervisor) -> None:
    """Handle what has been stored, send what is under way; only then was it a clean stop."""
    app.engine.stop()
    engine_finished = await supervisor.finish("engine", FINISHING_TIME)
    app.delivery.stop()
    delivery_finished = await supervisor.finish("delivery", FINISHING_TIME)
    await supervisor.cancel_all()
    if engine_finished and delivery_finished:
        await app.database.write(facts.end_run)
