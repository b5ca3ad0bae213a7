"""SQL inside one transaction, and the two ways in which it fails: the function's own, and the storage's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

Row = sqlite3.Row
Parameters = Mapping[str, object]

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

        Raises TransactionLost when SQLite had already rolled everything back, or cannot undo: then what the caller
        did before is gone as well, for a savepoint that stands where none should would take the place of its own.
        """
        self._connection.execute("SAVEPOINT step")
        try:
            yield
        except BaseException as error:
            self._check_open(error)
            self._close_step("ROLLBACK TO step", "RELEASE step")
            raise
        self._check_open(None)
        self._close_step("RELEASE step")

    def _close_step(self, *statements: str) -> None:
        try:
            for statement in statements:
                self._connection.execute(statement)
        except sqlite3.Error as error:
            raise TransactionLost("a savepoint could not be closed") from error

    def _run(self, sql: str, parameters: Parameters) -> sqlite3.Cursor:
        if self._is_open:
            self._check_open(None)
        return self._connection.execute(sql, parameters)

    def _check_open(self, cause: BaseException | None) -> None:
        if not self._connection.in_transaction:
            raise TransactionLost("SQLite rolled the transaction back") from cause


def roll_back(connection: sqlite3.Connection) -> None:
    """End the transaction, if there is one, with nothing kept."""
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def explained(error: Exception) -> Exception:
    """The error itself, or the StorageFault that it amounts to."""
    if isinstance(error, StorageFault) or not is_storage_fault(error):
        return error
    fault = StorageFault(f"{getattr(error, 'sqlite_errorname', 'storage')}: {error}")
    fault.__cause__ = error
    return fault
