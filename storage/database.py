"""The one way into the database: a thread, a group of functions, a commit.

``await database.write(function, …)`` queues a plain function. Whatever is waiting when the database's thread is
free runs as one group: each function in a savepoint of its own, one COMMIT for all, and only after COMMIT has
returned does any caller learn its result. So nothing is ever reported as done that is not on disk, and the cost
of ``synchronous=FULL`` is shared by everybody who was waiting.

This module owns the SQL dialect. Exactly one connection writes: before SQLite 3.51.3 two writers that checkpoint
at once can corrupt a WAL.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

import aiosqlite

from storage.groups import Failed, Outcome, run_group
from storage.transaction import (
    Row,
    StorageFault,
    Transaction,
    TransactionLost,
    explained,
    is_storage_fault,
    roll_back,
)

__all__ = [
    "Database",
    "InlineRunner",
    "Row",
    "Runner",
    "StorageFault",
    "ThreadRunner",
    "Transaction",
    "TransactionLost",
    "connect",
    "is_storage_fault",
]

T = TypeVar("T")
P = ParamSpec("P")

BUSY_TIMEOUT = 2.0  # seconds SQLite waits for a foreign lock; whoever calls waits and tries again after that


class Runner(Protocol):
    """Where the SQL runs: a thread of its own in the process, inline in a simulation."""

    async def open(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Make the connection, in the place where it will be used."""

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run the function with the connection; one at a time, in order."""

    async def close(self) -> None:
        """Close the connection after what is queued."""


class _WorkerConnection(aiosqlite.Connection):
    """aiosqlite's connection and thread, with one hop for a whole function instead of one per statement."""

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result

    def join(self) -> None:
        """Wait for the thread: where connecting failed, aiosqlite lets it run on and find its loop closed."""
        self._thread.join()


class ThreadRunner:
    """Runs everything in aiosqlite's own thread."""

    def __init__(self) -> None:
        self._worker: _WorkerConnection | None = None

    async def open(self, connect: Callable[[], sqlite3.Connection]) -> None:
        worker = _WorkerConnection(connect, iter_chunk_size=64)
        try:
            await worker
        except BaseException:
            worker.join()
            raise
        self._worker = worker

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        if self._worker is None:
            raise StorageFault("the database is closed")
        return await self._worker.run(function)

    async def close(self) -> None:
        if self._worker is not None:
            await self._worker.close()
            self._worker = None


class InlineRunner:
    """Runs everything at once in the caller's thread, so that a simulation is single-threaded and repeatable."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    async def open(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connection = connect()

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            raise StorageFault("the database is closed")
        return function(self._connection)

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def connect(path: Path) -> sqlite3.Connection:
    """The writing connection. The file is made readable for its owner alone before SQLite opens it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A second connection for what reads a lot; it can neither write nor checkpoint."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    return connection


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    step: Callable[[Transaction], T]
    future: asyncio.Future[T]


class Database:
    """The open database of one process. Make it with `Database.open`."""

    def __init__(self, writer: Runner, reader: Runner) -> None:
        self._writer = writer
        self._reader = reader
        self._waiting: list[_Job[object]] = []
        self._groups: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path, runner: Callable[[], Runner] = ThreadRunner) -> Database:
        """Open (and create) the file. Raises StorageFault when that is not possible."""
        database = cls(runner(), runner())
        try:
            await database._writer.open(partial(connect, path))
            await database._reader.open(partial(connect_read_only, path))
        except (sqlite3.Error, OSError) as error:
            await database._writer.close()
            raise StorageFault(f"cannot open {path}: {error}") from error
        return database

    async def write(
        self, function: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run the function in the next group; returns its result once that group is on disk.

        The function runs in another thread, may run twice (see `run_group`), and must therefore keep no state
        but in the database. Raises what the function raised, or StorageFault; in both cases nothing was stored.
        A caller that is cancelled before its group begins takes its function along; later, it only loses the
        answer.
        """
        if self._closed:
            raise StorageFault("the database is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Job(lambda transaction: function(transaction, *args, **kwargs), future))  # type: ignore[arg-type]
        if self._groups is None:
            self._groups = asyncio.create_task(self._run_groups())
        return await future

    async def read(
        self, function: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function that only reads, on the read-only connection, in one snapshot.

        Raises what the function raised, or StorageFault.
        """
        return await self._reader.run(lambda connection: _read(connection, function, args, kwargs))

    async def fold_log(self) -> None:
        """Fold the WAL into the file and empty it, so that what was erased stands in neither.

        Left as it is when somebody reads from it just now; it is whole either way.
        """
        with suppress(sqlite3.Error):
            await self._writer.run(_fold_log)

    async def close(self) -> None:
        """Finish what is waiting, fold the WAL into the file and close."""
        self._closed = True
        if self._groups is not None:
            await self._groups
        await self._reader.close()
        await self.fold_log()
        await self._writer.close()

    async def _run_groups(self) -> None:
        try:
            while self._waiting:
                jobs = [job for job in self._waiting if not job.future.done()]
                self._waiting.clear()
                await self._run_jobs(jobs)
        finally:
            self._groups = None

    async def _run_jobs(self, jobs: Sequence[_Job[object]]) -> None:
        if not jobs:
            return
        steps = [job.step for job in jobs]
        try:
            outcomes = await self._writer.run(lambda connection: run_group(connection, steps))
        except Exception as error:
            outcomes = [Failed(explained(error)) for _ in jobs]
        for job, outcome in zip(jobs, outcomes, strict=True):
            _settle(job.future, outcome)


def _fold_log(connection: sqlite3.Connection) -> None:
    """The answer is read to its end: a statement left half read makes the next COMMIT fail."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _settle(future: asyncio.Future[object], outcome: Outcome) -> None:
    if future.done():  # the caller was cancelled meanwhile
        return
    if isinstance(outcome, Failed):
        future.set_exception(outcome.error)
    else:
        future.set_result(outcome.value)


def _read(
    connection: sqlite3.Connection,
    function: Callable[..., T],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> T:
    try:
        connection.execute("BEGIN")
        return function(Transaction(connection), *args, **kwargs)
    except sqlite3.Error as error:
        raise explained(error)  # noqa: B904 - the fault already names its cause
    finally:
        roll_back(connection)
