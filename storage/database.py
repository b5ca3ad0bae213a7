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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, Protocol, TypeVar

import aiosqlite

T = TypeVar("T")
P = ParamSpec("P")
Row = sqlite3.Row
Parameters = Mapping[str, object]

BUSY_TIMEOUT = 2.0  # seconds SQLite waits for a foreign lock; whoever calls waits and tries again after that
NO_PARAMETERS: Parameters = {}

# Not the fault of the function that met them: the disk, the lock or the file is. The low byte of SQLite's code.
STORAGE_FAULTS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)


class StorageFault(Exception):
    """The storage failed (full, I/O, busy, read-only, corrupt); nothing was stored, trying later may work."""


class TransactionLost(StorageFault):
    """SQLite rolled the whole transaction back by itself; what the functions before did is gone too."""


def is_storage_fault(error: BaseException) -> bool:
    """Whether the disk or the file is to blame, rather than the function that was running."""
    if isinstance(error, StorageFault):
        return True
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and (code & 0xFF) in STORAGE_FAULTS


class Transaction:
    """What functions in `storage` are given: SQL inside the transaction that is open now.

    Raises TransactionLost where SQLite has rolled that transaction back by itself: the next statement would be
    committed alone, for good.
    """

    __slots__ = ("_connection", "_is_open")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_open = connection.in_transaction

    def execute(self, sql: str, parameters: Parameters = NO_PARAMETERS) -> int:
        """Run one statement; returns how many rows it changed."""
        return self._run(sql, parameters).rowcount

    def execute_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Run one statement for each set of parameters."""
        if self._is_open:
            self._check_open(None)
        self._connection.executemany(sql, parameters)

    def all(self, sql: str, parameters: Parameters = NO_PARAMETERS) -> list[Row]:
        """Every row of the answer."""
        return self._run(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Parameters = NO_PARAMETERS) -> Row | None:
        """The first row of the answer, or None."""
        row: Row | None = self._run(sql, parameters).fetchone()
        return row

    def number(self, sql: str, parameters: Parameters = NO_PARAMETERS) -> int:
        """The first column of the first row as an integer; 0 when there is none or it is NULL."""
        row = self.one(sql, parameters)
        return 0 if row is None or row[0] is None else int(row[0])

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what happens inside if it raises; the exception goes on to the caller.

        Raises TransactionLost when SQLite had already rolled everything back: then there is nothing to undo to,
        and what the caller did before is gone as well.
        """
        self._connection.execute("SAVEPOINT step")
        try:
            yield
        except BaseException as error:
            self._check_open(error)
            self._connection.execute("ROLLBACK TO step")
            self._connection.execute("RELEASE step")
            raise
        self._check_open(None)
        self._connection.execute("RELEASE step")

    def _run(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        if self._is_open:
            self._check_open(None)
        return self._connection.execute(sql, parameters)

    def _check_open(self, cause: BaseException | None) -> None:
        if not self._connection.in_transaction:
            raise TransactionLost("SQLite rolled the transaction back") from cause


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


@dataclass(frozen=True, slots=True)
class _Done:
    value: object


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


Outcome = _Done | _Failed
Step = Callable[[Transaction], object]


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


def run_group(connection: sqlite3.Connection, steps: Sequence[Step]) -> list[Outcome]:
    """Run the steps in one transaction, each in a savepoint; returns an outcome for each, after COMMIT.

    A step that raises is undone alone. When SQLite has thrown the whole transaction away, or COMMIT fails, the
    group is run again one step per transaction, so that only the guilty one fails.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        # Nobody got in: asking again for each step would only wait for the same lock again and again.
        return [_Failed(_explained(error)) for _ in steps]
    try:
        outcomes = [_run_step(connection, step) for step in steps]
        connection.execute("COMMIT")
    except (sqlite3.Error, TransactionLost) as error:
        _roll_back(connection)
        if len(steps) == 1:
            return [_Failed(_explained(_first_cause(error)))]
        return [run_group(connection, [step])[0] for step in steps]
    except BaseException:
        _roll_back(connection)
        raise
    return outcomes


def _run_step(connection: sqlite3.Connection, step: Step) -> Outcome:
    transaction = Transaction(connection)
    try:
        with transaction.savepoint():
            return _Done(step(transaction))
    except TransactionLost:
        raise
    except Exception as error:
        return _Failed(_explained(error))


def _roll_back(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _first_cause(error: Exception) -> Exception:
    """What made SQLite roll back, when that is known: it may have been the step and not the storage."""
    while isinstance(error, TransactionLost) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return error


def _explained(error: Exception) -> Exception:
    if isinstance(error, StorageFault) or not is_storage_fault(error):
        return error
    fault = StorageFault(f"{getattr(error, 'sqlite_errorname', 'storage')}: {error}")
    fault.__cause__ = error
    return fault


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

    async def close(self) -> None:
        """Finish what is waiting, fold the WAL into the file and close."""
        self._closed = True
        if self._groups is not None:
            await self._groups
        await self._reader.close()
        with suppress(sqlite3.Error):
            await self._writer.run(lambda connection: connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
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
            outcomes = [_Failed(_explained(error)) for _ in jobs]
        for job, outcome in zip(jobs, outcomes, strict=True):
            _settle(job.future, outcome)


def _settle(future: asyncio.Future[object], outcome: Outcome) -> None:
    if future.done():  # the caller was cancelled meanwhile
        return
    if isinstance(outcome, _Failed):
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
        raise _explained(error)  # noqa: B904 - the fault already names its cause
    finally:
        _roll_back(connection)
