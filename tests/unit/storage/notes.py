"""A small schema of notes, and steps that store them, break, or break everything."""

from __future__ import annotations

import asyncio
import threading

from storage.database import (
    Database,
    Transaction,
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
