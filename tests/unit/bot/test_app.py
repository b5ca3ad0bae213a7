"""What a start finds of the run before, and what a stop leaves to the next."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bot.app import App, _finish, assemble, begin_run, make_rules, open_database
from bot.clock import ManualClock
from bot.settings import Settings
from bot.supervision import Supervisor
from storage import dead_letters, inbox, migrating, outbox
from storage import settings as facts
from storage.database import Database, InlineRunner, StorageFault, Transaction
from storage.migrating import MigrationError
from storage.outbox import Lane, OutboxId
from tests.unit.bot.arrivals import said
from tests.unit.bot.rows import NOW, row
from tests.unit.bot.stage import ScriptedApi, Storage, settle

NEWEST = len(migrating.all_migrations())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "opened.sqlite3"


@pytest.fixture
def settings(path: Path) -> Settings:
    return Settings.model_validate({"token": "1:a", "database": path, "pace_total": 0, "pace_chat": 0})


@pytest.fixture
async def app(storage: Storage, clock: ManualClock, api: ScriptedApi, settings: Settings) -> App:
    return await assemble(storage.database, api, settings, clock, Random(1))


@pytest.fixture
async def supervisor(app: App) -> AsyncIterator[Supervisor]:
    """The two parts that have to finish, at work."""
    supervisor = Supervisor(asyncio.Event())
    supervisor.start("engine", app.engine.run())
    supervisor.start("delivery", app.delivery.run())
    await settle()
    yield supervisor
    await supervisor.cancel_all()


def copies(path: Path) -> list[str]:
    return [copy.name for copy in path.parent.glob("*.before-*")]


async def test_a_new_file_gets_todays_schema_and_no_copy(path: Path) -> None:
    database = await open_database(path, NOW, InlineRunner)

    assert await database.read(migrating.version) == NEWEST
    assert copies(path) == []
    await database.close()


async def test_a_file_of_today_is_opened_as_it_is(path: Path) -> None:
    await (await open_database(path, NOW, InlineRunner)).close()

    await (await open_database(path, NOW, InlineRunner)).close()

    assert copies(path) == []


async def test_an_older_file_is_copied_before_it_is_migrated(path: Path) -> None:
    await make_older(path)

    database = await open_database(path, NOW, InlineRunner)

    assert await database.read(migrating.version) == NEWEST
    await database.close()
    assert copies(path) == ["opened.sqlite3.before-0002"]


async def make_older(path: Path) -> None:
    database = await Database.open(path, InlineRunner)
    await database.write(migrating.version)
    await database.write(migrating.apply, migrating.all_migrations()[0], NOW)
    await database.close()


async def test_a_file_that_cannot_be_copied_is_not_migrated(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_older(path)
    monkeypatch.setattr(migrating, "back_up", refuse)

    with pytest.raises(StorageFault):
        await open_database(path, NOW, InlineRunner)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (1,)


def refuse(path: Path, current: int) -> Path:
    raise StorageFault("no room for a copy")


async def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    database = await open_database(path, NOW, InlineRunner)
    future = replace(migrating.all_migrations()[-1], number=NEWEST + 1, name="future", sql="")
    await database.write(migrating.apply, future, NOW)
    await database.close()

    with pytest.raises(MigrationError):
        await open_database(path, NOW, InlineRunner)


async def test_ids_of_rows_go_on_where_the_last_run_ended(storage: Storage, settings: Settings) -> None:
    await storage.add(row(41))

    rules = await make_rules(storage.database, settings)

    assert [rules.surroundings.next_row_id() for _ in range(2)] == [42, 43]


async def test_tokens_are_long_and_never_the_same(storage: Storage, settings: Settings) -> None:
    rules = await make_rules(storage.database, settings)

    tokens = {rules.surroundings.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {16}


async def test_after_a_clean_stop_nothing_is_doubted(app: App, storage: Storage) -> None:
    await storage.database.write(facts.begin_run)
    await storage.database.write(facts.end_run)
    await storage.add(row(1, lane=Lane.BROADCAST))

    await begin_run(app.database, app.engine, app.clock.now())

    assert await storage.states() == {1: "waiting"}


async def test_after_an_unclean_stop_what_was_being_broadcast_is_uncertain_and_events_run_alone(
    app: App, storage: Storage
) -> None:
    await storage.database.write(facts.begin_run)
    await storage.add(row(900, lane=Lane.BROADCAST))
    await storage.database.write(outbox.mark_sending, [OutboxId(900)])
    await storage.database.write(inbox.add, [said(1, "/start")], NOW)

    await begin_run(app.database, app.engine, app.clock.now())

    states = await storage.states()
    assert states[900] == "uncertain"
    assert set(states.values()) == {"uncertain", "waiting"}
    attempts = await storage.database.read(Transaction.number, "SELECT attempts FROM inbox WHERE key = '1'")
    assert attempts == 1
    assert await storage.database.read(dead_letters.count) == 0


async def test_what_is_stored_is_handled_and_answered(
    app: App, storage: Storage, api: ScriptedApi, supervisor: Supervisor
) -> None:
    await storage.database.write(inbox.add, [said(1, "/start")], NOW)
    app.engine.wake()
    await settle()

    assert api.texts(1001) != []


async def test_a_stop_that_lets_everything_finish_is_clean(
    app: App, storage: Storage, supervisor: Supervisor
) -> None:
    await storage.database.write(facts.begin_run)
    await storage.database.write(inbox.add, [said(1, "/start")], NOW)

    await _finish(app, supervisor)

    assert await storage.database.read(inbox.count_waiting) == 0
    assert await storage.database.write(facts.begin_run)


async def test_a_stop_that_cuts_something_short_is_not_clean(
    app: App, storage: Storage, api: ScriptedApi, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.FINISHING_TIME", 0.01)
    await storage.database.write(facts.begin_run)
    api.will_answer("sendMessage", asyncio.get_running_loop().create_future())
    app.delivery.take(await storage.add(row(900)))
    await settle()

    await _finish(app, supervisor)

    assert not await storage.database.write(facts.begin_run)
