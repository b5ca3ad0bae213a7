"""How long each category of reports may take, where that was said otherwise than the bot comes with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.database import Transaction
from storage.reports import Category


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a report may take: until somebody takes it on, and from then until it is fixed; minutes."""

    accept: int
    fix: int


def of(transaction: Transaction, category: Category) -> Allowance | None:
    """What was said of a category; None when nothing was."""
    row = transaction.one(
        "SELECT accept_minutes, fix_minutes FROM deadlines WHERE category = :category", {"category": category}
    )
    return None if row is None else Allowance(row["accept_minutes"], row["fix_minutes"])


def count(transaction: Transaction) -> int:
    """Of how many categories something was said."""
    return transaction.number("SELECT count(*) FROM deadlines")


def replace_all(transaction: Transaction, allowances: Mapping[Category, Allowance]) -> None:
    """These are in force from now on, and no other; deadlines that were set stay as they are."""
    transaction.execute("DELETE FROM deadlines")
    transaction.execute_many(
        "INSERT INTO deadlines (category, accept_minutes, fix_minutes) VALUES (:category, :accept, :fix)",
        [
            {"category": category, "accept": allowance.accept, "fix": allowance.fix}
            for category, allowance in allowances.items()
        ],
    )
