"""Databases, bare or with today's schema."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from storage import members
from storage.database import (
    Database,
    InlineRunner,
    Runner,
    ThreadRunner,
    Transaction,
    connect,
)
from storage.members import MemberId
from tests.unit import new_file
from tests.unit.storage.notes import SCHEMA


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A file of its own, brought up to date; nothing is open in it."""
    new_file.make(tmp_path / "bot.sqlite3")
    opened = connect(tmp_path / "bot.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def transaction(connection: sqlite3.Connection) -> Transaction:
    """SQL on that connection, each statement kept at once."""
    return Transaction(connection)


@pytest.fixture
def courier(transaction: Transaction) -> MemberId:
    """Somebody, the first."""
    return members.add(transaction, "telegram", 1001, "李强", None, 0).id


@pytest.fixture
def other(transaction: Transaction, courier: MemberId) -> MemberId:
    """Somebody else, after the courier."""
    return members.add(transaction, "telegram", 1004, "张伟", None, 0).id


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
