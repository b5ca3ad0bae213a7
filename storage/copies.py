"""Whole copies of the database file: made while it is written to, and never trusted before they were opened."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from storage.database import StorageFault, Transaction, connect, connect_read_only

T = TypeVar("T")
P = ParamSpec("P")

PAGES = 1024  # copied at a time: 4 MB, a few ms of the disk's time
BREATH = 0.002  # seconds between two steps, in which the disk is the bot's


class Unsound(Exception):
    """A file is no database of ours, or a damaged one. Its text says what is wrong with it, in one line."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: the number of its newest migration, and how many rows each table has."""

    version: int
    rows: Mapping[str, int]


def make(source: Path, target: Path, go_on: Callable[[], None]) -> Contents:
    """Copy a database into a new file (0600) as it is at one moment; returns what it held then.

    Only reads, in one snapshot, so the writer is not held up. `go_on` is called between steps and may raise to end it.
    The target is on disk when this returns. Raises StorageFault, FileExistsError, and what `go_on` raises.
    """
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with closing(connect_read_only(source)) as reading, closing(sqlite3.connect(target)) as writing:
            writing.execute("PRAGMA synchronous = OFF")  # it is brought to disk once, at the end
            reading.execute("BEGIN")
            contents = _contents(Transaction(reading))
            reading.backup(writing, pages=PAGES, progress=lambda *_: _breathe(go_on))
            reading.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise StorageFault(f"cannot copy {source} to {target}: {error}") from error
    bring_to_disk(target)
    return contents


def examine(path: Path) -> Contents:
    """Open a copy that nobody writes to, look at all of it and say what it holds; nothing is left beside it.

    Raises Unsound when it is damaged or no database of ours, OSError when it cannot be read.
    """
    with path.open("rb"):
        pass  # SQLite would not say why it cannot be read
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            connection.row_factory = sqlite3.Row
            return _examined(path, Transaction(connection))
    except sqlite3.Error as error:
        raise Unsound(f"{path} is no sound database: {error}") from error


def look(
    path: Path, question: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Ask a database, in one snapshot if several things are asked. Raises sqlite3.Error when it is damaged."""
    with closing(connect_read_only(path)) as connection:
        connection.execute("BEGIN")
        return question(Transaction(connection), *args, **kwargs)


def change(
    path: Path, step: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Change a database that no bot has open, in one transaction; nothing is left beside it."""
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        result = step(Transaction(connection), *args, **kwargs)
        connection.execute("COMMIT")
    return result


def fold(path: Path) -> None:
    """Fold the log of a database that no bot has open into its file. Raises sqlite3.Error when it is damaged."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def bring_to_disk(path: Path) -> None:
    """What was written to a file, or renamed in a folder, survives a power cut from here on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _breathe(go_on: Callable[[], None]) -> None:
    go_on()
    time.sleep(BREATH)


def _examined(path: Path, transaction: Transaction) -> Contents:
    damage = [str(row[0]) for row in transaction.all("PRAGMA integrity_check(1)")]
    if damage != ["ok"]:
        raise Unsound(f"{path} is damaged: {' '.join(damage)[:200]}")
    dangling = transaction.one("PRAGMA foreign_key_check")
    if dangling is not None:
        raise Unsound(
            f"{path} is damaged: a row of {dangling[0]} speaks of one of {dangling[2]} that is not there"
        )
    return _contents(transaction)


def _contents(transaction: Transaction) -> Contents:
    tables = transaction.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    names = [row["name"] for row in tables]
    if "migrations" not in names:
        raise Unsound("it is a database, but none of this bot's")
    rows = {name: transaction.number(f'SELECT count(*) FROM "{name}"') for name in names}  # noqa: S608
    return Contents(transaction.number("SELECT max(number) FROM migrations"), rows)


def is_no_room(error: BaseException) -> bool:
    """Whether it was the disk that was full."""
    cause = error.__cause__ if isinstance(error, StorageFault) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return code == sqlite3.SQLITE_FULL or getattr(cause, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
