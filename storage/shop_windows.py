"""On which days of a month things can be chosen in the shop. A change is a new row, and the newest is in force."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId


@dataclass(frozen=True, slots=True)
class Days:
    """Days of every month, 1 to 31, both included; what a month has not of them ends with the month."""

    first: int
    last: int


def in_force(transaction: Transaction) -> Days | None:
    """The days on which the shop gives things away; None for always."""
    row = transaction.one("SELECT first_day, last_day FROM shop_windows ORDER BY id DESC LIMIT 1")
    return None if row is None or row["first_day"] is None else Days(row["first_day"], row["last_day"])


def change(transaction: Transaction, days: Days | None, actor: MemberId | None, now: int) -> None:
    """From now on it is these days, or always. Raises sqlite3.IntegrityError for days that no month has."""
    transaction.execute(
        "INSERT INTO shop_windows (first_day, last_day, made_by, made_at) VALUES (:first, :last, :actor, :now)",
        {
            "first": None if days is None else days.first,
            "last": None if days is None else days.last,
            "actor": actor,
            "now": now,
        },
    )
