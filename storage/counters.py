"""Counters that never go back within what is committed: the source of numbers that people see."""

from __future__ import annotations

from storage.database import Transaction


def next_value(transaction: Transaction, name: str) -> int:
    """Count one further under a name and return it; the first is 1."""
    return transaction.number(
        "INSERT INTO counters (name, value) VALUES (:name, 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        {"name": name},
    )
