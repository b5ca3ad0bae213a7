"""Many functions, one transaction: each is undone alone if it fails, and all are kept by one COMMIT."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.transaction import Transaction, TransactionLost, explained, roll_back


@dataclass(frozen=True, slots=True)
class Done:
    """What a step returned."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a step was undone."""

    error: Exception


Outcome = Done | Failed
Step = Callable[[Transaction], object]


def run_group(connection: sqlite3.Connection, steps: Sequence[Step]) -> list[Outcome]:
    """Run the steps in one transaction, each in a savepoint; returns an outcome for each, after COMMIT.

    A step that raises is undone alone. When SQLite has thrown the whole transaction away, or COMMIT fails, the
    group is run again one step per transaction, so that only the guilty one fails.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        # Nobody got in: asking again for each step would only wait for the same lock again and again.
        return [Failed(explained(error)) for _ in steps]
    try:
        outcomes = [_run_step(connection, step) for step in steps]
        connection.execute("COMMIT")
    except (sqlite3.Error, TransactionLost) as error:
        roll_back(connection)
        if len(steps) == 1:
            return [Failed(explained(_first_cause(error)))]
        return [run_group(connection, [step])[0] for step in steps]
    except BaseException:
        roll_back(connection)
        raise
    return outcomes


def _run_step(connection: sqlite3.Connection, step: Step) -> Outcome:
    transaction = Transaction(connection)
    try:
        with transaction.savepoint():
            return Done(step(transaction))
    except TransactionLost:
        raise
    except Exception as error:
        return Failed(explained(error))


def _first_cause(error: Exception) -> Exception:
    """What made SQLite roll back, when that is known: it may have been the step and not the storage."""
    while isinstance(error, TransactionLost) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return error
