"""One way in, one commit, and nobody told of success before it."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import stat
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiosqlite
import pytest

from storage import database as database_module
from storage.database import (
    Database,
    InlineRunner,
    Runner,
    StorageFault,
    ThreadRunner,
    Transaction,
    TransactionLost,
    is_storage_fault,
)

SCHEMA = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT NOT NULL UNIQUE)",
    "CREATE TABLE promises (note_id INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)",
    "CREATE TABLE ballast (load BLOB)",
)


def note(transaction: Transaction, words: str) -> str:
    """A step that stores something."""
    transaction.execute("INSERT INTO notes (words) VALUES (:words)", {"words": words})
    return words


def note_and_fail(transaction: Transaction, words: str) -> None:
    """A step that stores something and then breaks."""
    note(transaction, words)
    raise RuntimeError("the step broke")


def note_and_lose_everything(transaction: Transaction, words: str) -> None:
    """A step whose failure makes SQLite roll back the whole transaction."""
    transaction.execute("INSERT OR ROLLBACK INTO notes (id, words) VALUES (1, :words)", {"words": words})


def promise_too_much(transaction: Transaction) -> None:
    """A step that is well until COMMIT."""
    transaction.execute("INSERT INTO promises (note_id) VALUES (404)")


def load(transaction: Transaction, size: int) -> None:
    """A step that needs room."""
    transaction.execute("INSERT INTO ballast (load) VALUES (zeroblob(:size))", {"size": size})


def words(transaction: Transaction) -> list[str]:
    """What is stored."""
    return [row["words"] for row in transaction.all("SELECT words FROM notes ORDER BY id")]


async def watch(database: Database) -> list[str]:
    """Every statement the writing connection runs from now on."""
    statements: list[str] = []
    await database._writer.run(lambda connection: connection.set_trace_callback(statements.append))
    return statements


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture(params=[ThreadRunner, InlineRunner])
async def database(request: pytest.FixtureRequest, path: Path) -> AsyncIterator[Database]:
    """The same database in its thread and inline: every promise holds for both."""
    runner: Callable[[], Runner] = request.param
    opened = await Database.open(path, runner)
    for statement in SCHEMA:
        await opened.write(Transaction.execute, statement)
    yield opened
    await opened.close()


@pytest.fixture
async def threaded(path: Path) -> AsyncIterator[Database]:
    """The database as the process uses it."""
    opened = await Database.open(path)
    for statement in SCHEMA:
        await opened.write(Transaction.execute, statement)
    yield opened
    await opened.close()


class Barrier:
    """A step that keeps the database's thread busy until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.leave = threading.Event()

    def __call__(self, transaction: Transaction) -> None:
        self.entered.set()
        assert self.leave.wait(5)


async def held_up(database: Database, barrier: Barrier) -> asyncio.Task[None]:
    """A group that is under way until the barrier is lifted."""
    group = asyncio.create_task(database.write(barrier))
    await asyncio.to_thread(barrier.entered.wait, 5)
    return group


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


async def test_a_file_that_is_no_database_is_a_storage_fault_and_leaves_no_thread(path: Path) -> None:
    path.write_bytes(b"certainly not SQLite" * 1000)
    threads = set(threading.enumerate())

    with pytest.raises(StorageFault):
        await Database.open(path)

    assert set(threading.enumerate()) <= threads


async def test_a_read_that_the_storage_fails_is_a_storage_fault(database: Database) -> None:
    def unwell(transaction: Transaction) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    with pytest.raises(StorageFault):
        await database.read(unwell)


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


async def test_close_finishes_what_waits(path: Path) -> None:
    database = await Database.open(path)
    await database.write(Transaction.execute, SCHEMA[0])
    waiting = [asyncio.create_task(database.write(note, f"note {n}")) for n in range(5)]
    await asyncio.sleep(0)

    await database.close()

    assert [await task for task in waiting] == [f"note {n}" for n in range(5)]
    with pytest.raises(StorageFault):
        await database.write(note, "too late")


async def test_close_folds_the_log_into_the_file(path: Path) -> None:
    database = await Database.open(path)
    await database.write(Transaction.execute, SCHEMA[0])
    await database.close()

    assert not path.with_name(f"{path.name}-wal").exists()


async def test_the_file_is_for_its_owner_alone(database: Database, path: Path) -> None:
    await database.write(note, "private")

    modes = [stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()]

    assert modes == [0o600] * len(modes)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0)],
)
async def test_the_writing_connection_is_careful(database: Database, pragma: str, value: int) -> None:
    assert await database.write(Transaction.number, f"PRAGMA {pragma}") == value


async def test_readers_do_not_write(database: Database) -> None:
    with pytest.raises(StorageFault, match="readonly"):
        await database.read(note, "from the wrong side")

    assert await database.read(words) == []


async def test_a_reader_sees_one_snapshot(database: Database, path: Path) -> None:
    await database.write(note, "before")

    def read_twice(transaction: Transaction) -> tuple[list[str], list[str]]:
        first = words(transaction)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("INSERT INTO notes (words) VALUES ('meanwhile')")
        other.close()
        return first, words(transaction)

    first, second = await database.read(read_twice)

    assert first == second == ["before"]


async def test_aiosqlite_still_runs_a_plain_function_in_its_thread(path: Path) -> None:
    """`ThreadRunner` uses the private `_execute`; a version that changes it has to be looked at by somebody."""
    assert aiosqlite.__version__ == "0.22.1"
    parameters = list(inspect.signature(aiosqlite.Connection._execute).parameters.values())
    assert [(parameter.name, parameter.kind.name) for parameter in parameters] == [
        ("self", "POSITIONAL_OR_KEYWORD"),
        ("fn", "POSITIONAL_OR_KEYWORD"),
        ("args", "VAR_POSITIONAL"),
        ("kwargs", "VAR_KEYWORD"),
    ]
    async with aiosqlite.connect(path) as connection:
        thread = await connection._execute(lambda word: (word, threading.get_ident()), "said")  # type: ignore[no-untyped-call]
        with pytest.raises(ZeroDivisionError):
            await connection._execute(lambda: 1 // 0)  # type: ignore[no-untyped-call]

    assert thread[0] == "said"
    assert thread[1] != threading.get_ident()


async def test_functions_run_in_the_order_in_which_they_were_handed_over(threaded: Database) -> None:
    order: list[int] = []

    def take_turn(_: Transaction, turn: int) -> None:
        order.append(turn)

    await asyncio.gather(*(threaded.write(take_turn, turn) for turn in range(20)))

    assert order == list(range(20))
