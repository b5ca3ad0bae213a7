"""What waits together shares one commit, fails one step at a time, and nobody is told of success before."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from storage import database as database_module
from storage.database import (
    Database,
    StorageFault,
    Transaction,
    TransactionLost,
    is_storage_fault,
)
from storage.groups import Done, run_group
from tests.unit.storage.notes import (
    SCHEMA,
    Barrier,
    held_up,
    load,
    note,
    note_and_fail,
    note_and_lose_everything,
    promise_too_much,
    watch,
    words,
)


async def test_what_waits_together_shares_one_commit(database: Database) -> None:
    statements = await watch(database)

    stored = await asyncio.gather(*(database.write(note, f"note {n}") for n in range(50)))

    assert stored == [f"note {n}" for n in range(50)]
    assert statements.count("COMMIT") == 1
    assert statements.count("BEGIN IMMEDIATE") == 1


async def test_what_comes_while_a_group_runs_is_the_next_group(threaded: Database) -> None:
    statements = await watch(threaded)
    barrier = Barrier()
    first = await held_up(threaded, barrier)

    later = asyncio.gather(*(threaded.write(note, f"later {n}") for n in range(10)))
    await asyncio.sleep(0)
    barrier.leave.set()
    await asyncio.gather(first, later)

    assert statements.count("COMMIT") == 2


async def test_nobody_is_told_of_success_before_the_commit(database: Database) -> None:
    told: list[str] = []
    statements: list[str] = []

    def trace(statement: str) -> None:
        if statement == "COMMIT":
            statements.append(f"committed with {len(told)} told")

    await database._writer.run(lambda connection: connection.set_trace_callback(trace))

    async def write_and_tell(words: str) -> None:
        told.append(await database.write(note, words))

    await asyncio.gather(*(write_and_tell(f"note {n}") for n in range(5)))

    assert statements == ["committed with 0 told"]
    assert len(told) == 5


async def test_a_step_that_raises_is_undone_alone(database: Database) -> None:
    results = await asyncio.gather(
        database.write(note, "before"),
        database.write(note_and_fail, "broken"),
        database.write(note, "after"),
        return_exceptions=True,
    )

    assert isinstance(results[1], RuntimeError)
    assert await database.read(words) == ["before", "after"]


async def test_a_broken_constraint_is_the_steps_own_fault(database: Database) -> None:
    await database.write(note, "once")

    with pytest.raises(sqlite3.IntegrityError):
        await database.write(note, "once")


async def test_when_sqlite_rolls_everything_back_only_the_guilty_step_fails(database: Database) -> None:
    await database.write(note, "the first, whose id is taken")

    results = await asyncio.gather(
        database.write(note, "before"),
        database.write(note_and_lose_everything, "guilty"),
        database.write(note, "after"),
        return_exceptions=True,
    )

    assert [type(result) for result in results] == [str, sqlite3.IntegrityError, str]
    assert await database.read(words) == ["the first, whose id is taken", "before", "after"]


async def test_a_step_that_goes_on_after_sqlite_rolled_back_does_not_commit_alone(database: Database) -> None:
    await database.write(note, "the first, whose id is taken")

    def swallow(transaction: Transaction) -> None:
        try:
            note_and_lose_everything(transaction, "guilty")
        except sqlite3.IntegrityError:
            note(transaction, "outside of any transaction")

    with pytest.raises(TransactionLost):
        await database.write(swallow)

    assert await database.read(words) == ["the first, whose id is taken"]


async def test_when_the_commit_fails_only_the_guilty_step_fails(database: Database) -> None:
    results = await asyncio.gather(
        database.write(note, "before"),
        database.write(promise_too_much),
        database.write(note, "after"),
        return_exceptions=True,
    )

    assert results[0] == "before"
    assert isinstance(results[1], sqlite3.IntegrityError)
    assert results[2] == "after"
    assert await database.read(words) == ["before", "after"]


async def test_a_savepoint_of_a_step_is_undone_within_it(database: Database) -> None:
    def step(transaction: Transaction) -> None:
        note(transaction, "kept")
        with pytest.raises(RuntimeError), transaction.savepoint():
            note_and_fail(transaction, "undone")
        note(transaction, "kept too")

    await database.write(step)

    assert await database.read(words) == ["kept", "kept too"]


async def test_a_full_disk_is_a_storage_fault_and_passes_when_there_is_room_again(database: Database) -> None:
    pages = await database.write(Transaction.number, "PRAGMA page_count")
    await database.write(Transaction.number, f"PRAGMA max_page_count = {pages + 4}")

    results = await asyncio.gather(
        database.write(note, "small"), database.write(load, 1_000_000), return_exceptions=True
    )
    assert results[0] == "small"
    assert isinstance(results[1], StorageFault)
    assert await database.read(words) == ["small"]

    await database.write(Transaction.number, "PRAGMA max_page_count = 100000")
    await database.write(load, 1_000_000)
    assert await database.read(Transaction.number, "SELECT count(*) FROM ballast") == 1


async def test_a_foreign_lock_is_waited_for_once_and_not_once_for_each_step(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT", 0.05)
    database = await Database.open(path)
    await database.write(Transaction.execute, SCHEMA[0])
    intruder = sqlite3.connect(path, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")

    began = time.monotonic()
    results = await asyncio.gather(
        *(database.write(note, f"note {n}") for n in range(40)), return_exceptions=True
    )
    waited = time.monotonic() - began
    intruder.execute("ROLLBACK")
    intruder.close()

    assert all(isinstance(result, StorageFault) for result in results)
    assert waited < 0.05 * 10
    assert await database.write(note, "when the lock was gone") == "when the lock was gone"
    await database.close()


@pytest.mark.parametrize(
    ("code", "is_fault"),
    [
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_IOERR_WRITE, True),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, True),
        (sqlite3.SQLITE_READONLY_DBMOVED, True),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, False),
        (sqlite3.SQLITE_ERROR, False),
    ],
)
def test_the_disk_is_to_blame_for_these_codes_and_not_for_those(code: int, is_fault: bool) -> None:
    error = sqlite3.DatabaseError("as SQLite would say")
    error.sqlite_errorcode = code

    assert is_storage_fault(error) is is_fault


async def test_a_caller_cancelled_before_its_group_takes_its_step_along(threaded: Database) -> None:
    barrier = Barrier()
    group = await held_up(threaded, barrier)
    waiter = asyncio.create_task(threaded.write(note, "given up"))
    neighbour = asyncio.create_task(threaded.write(note, "kept"))
    await asyncio.sleep(0)

    waiter.cancel()
    await asyncio.sleep(0)
    barrier.leave.set()
    await asyncio.gather(group, neighbour)

    assert await threaded.read(words) == ["kept"]


async def test_a_caller_cancelled_during_its_group_only_loses_the_answer(threaded: Database) -> None:
    barrier = Barrier()

    def slow(transaction: Transaction) -> None:
        barrier(transaction)
        note(transaction, "stored all the same")

    waiter = asyncio.create_task(threaded.write(slow))
    neighbour = asyncio.create_task(threaded.write(note, "kept"))
    await asyncio.to_thread(barrier.entered.wait, 5)
    waiter.cancel()
    barrier.leave.set()

    assert await neighbour == "kept"
    assert waiter.cancelled()
    assert await threaded.read(words) == ["stored all the same", "kept"]


def test_a_step_that_cannot_be_undone_takes_the_whole_group_with_it(tmp_path: Path) -> None:
    class NoUndoing(sqlite3.Connection):
        """A disk that fails just when something is to be undone."""

        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            if sql.startswith("ROLLBACK TO") and not self.failed:
                self.failed = True
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, parameters)

        failed = False

    connection = sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None, factory=NoUndoing)
    connection.execute("CREATE TABLE notes (text TEXT)")

    def keep(transaction: Transaction) -> None:
        transaction.execute("INSERT INTO notes VALUES ('kept')")

    def fail_inside(transaction: Transaction) -> None:
        transaction.execute("INSERT INTO notes VALUES ('of the failed step')")
        with suppress(ValueError), transaction.savepoint():
            raise ValueError

    outcomes = run_group(connection, [keep, fail_inside])

    notes = [row[0] for row in connection.execute("SELECT text FROM notes")]
    done = sum(isinstance(outcome, Done) for outcome in outcomes)
    assert len(notes) == done
    connection.close()
