"""Opened with care, closed with nothing dropped, and read without being written."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import stat
import threading
from pathlib import Path

import aiosqlite
import pytest

from storage.database import (
    Database,
    StorageFault,
    Transaction,
)
from tests.unit.storage.notes import (
    SCHEMA,
    note,
    words,
)


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


async def test_folding_the_log_is_in_nobodys_way(threaded: Database, path: Path) -> None:
    await threaded.write(note, "before")
    folding = asyncio.create_task(threaded.fold_log())
    await threaded.write(note, "meanwhile")
    await folding
    await threaded.write(note, "after")

    assert await threaded.read(words) == ["before", "meanwhile", "after"]


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
