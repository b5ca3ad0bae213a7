"""A disk that sometimes fails, under a real SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TypeVar, cast

from tests.simulation.trace import Trace

T = TypeVar("T")

LATENCY = 0.002  # seconds; the most a hop to the disk or back takes, usually
HICCUP = 0.3  # seconds; the most it takes now and then
HICCUPS = 0.05  # of the hops
UNDOING = ("ROLLBACK", "RELEASE", "SAVEPOINT", "PRAGMA")  # undoing needs no disk: it does not fail
MET_AT_BEGIN = (sqlite3.SQLITE_BUSY,)
MET_LATER = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
NAMES = {
    sqlite3.SQLITE_BUSY: "SQLITE_BUSY",
    sqlite3.SQLITE_FULL: "SQLITE_FULL",
    sqlite3.SQLITE_IOERR: "SQLITE_IOERR",
}


class Disk:
    """Decides which statement fails, and how. `probability` is for each statement; 0 is a healthy disk."""

    def __init__(self, chance: Random, trace: Trace) -> None:
        self.probability = 0.0
        self._chance = chance
        self._trace = trace

    def latency(self) -> float:
        """Seconds that a hop takes."""
        most = HICCUP if self._chance.random() < HICCUPS else LATENCY
        return self._chance.random() * most

    def meet(self, connection: sqlite3.Connection, sql: str) -> None:
        """Let the statement fail, perhaps. SQLite may or may not have rolled back by itself when it does."""
        if sql.startswith(UNDOING) or self._chance.random() >= self.probability:
            return
        code = self._chance.choice(MET_AT_BEGIN if sql.startswith("BEGIN") else MET_LATER)
        rolled_back = connection.in_transaction and self._chance.random() < 0.5
        if rolled_back:
            connection.execute("ROLLBACK")
        self._trace.note("disk", NAMES[code], sql.split(maxsplit=1)[0], "rolled back" if rolled_back else "")
        error = sqlite3.OperationalError(f"simulated {NAMES[code]}")
        error.sqlite_errorcode = code
        error.sqlite_errorname = NAMES[code]
        raise error


class _Connection:
    """What `storage.database` uses of a connection, with the disk's whims in front."""

    def __init__(self, connection: sqlite3.Connection, disk: Disk) -> None:
        self._connection = connection
        self._disk = disk

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Mapping[str, object] | tuple[()] = ()) -> sqlite3.Cursor:
        self._disk.meet(self._connection, sql)
        return self._connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Sequence[Mapping[str, object]]) -> sqlite3.Cursor:
        self._disk.meet(self._connection, sql)
        return self._connection.executemany(sql, parameters)


class SimulatedRunner:
    """A `storage.database.Runner` in the loop's own thread; like the real one it takes its time and turns."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._turn = asyncio.Lock()
        self._connection: sqlite3.Connection | None = None

    async def open(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Make the connection."""
        self._connection = connect()

    async def run(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Run the function with the connection; one at a time, in order."""
        async with self._turn:
            await asyncio.sleep(self._disk.latency())
            assert self._connection is not None
            quacking = cast("sqlite3.Connection", _Connection(self._connection, self._disk))
            result = function(quacking)
            await asyncio.sleep(self._disk.latency())  # done, and nobody knows it yet
            return result

    async def close(self) -> None:
        """Close the connection after what is queued."""
        async with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
