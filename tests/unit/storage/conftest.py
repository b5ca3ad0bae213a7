"""A connection with today's schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import migrating
from storage.database import Transaction, connect


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A file of its own, brought up to date; nothing is open in it."""
    opened = connect(tmp_path / "bot.sqlite3")
    transaction = Transaction(opened)
    for migration in migrating.pending(transaction):
        migrating.apply(transaction, migration, now=0)
    yield opened
    opened.close()


@pytest.fixture
def transaction(connection: sqlite3.Connection) -> Transaction:
    """SQL on that connection, each statement kept at once."""
    return Transaction(connection)
