"""A database file with today's schema and nothing in it: made once, and written out for whoever needs one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage import migrating
from storage.database import Transaction, connect


def make(path: Path) -> None:
    """Write one there. Going through every migration takes ten times as long."""
    path.write_bytes(_content())


@cache
def _content() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.sqlite3"
        connection = connect(path)
        # Nothing of a test's outlives the machine, and waiting for the disk takes longer than all the SQL.
        connection.execute("PRAGMA synchronous = OFF")
        transaction = Transaction(connection)
        for migration in migrating.pending(transaction):
            migrating.apply(transaction, migration, now=0)
        connection.close()
        return path.read_bytes()
