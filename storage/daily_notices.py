"""What is said once a day at most: a row for each, written together with the message."""

from __future__ import annotations

from storage.database import Transaction

KEPT = 90 * 24 * 3600 * 1000  # ms; no clock is set back further than that and means it


def claim(transaction: Transaction, notice: str, whom: str, day: str, now: int) -> bool:
    """Whether somebody (a member's number, a grid's id) is still to be told on that local day; they are from now on."""
    return bool(
        transaction.execute(
            "INSERT INTO daily_notices (notice, whom, day, told_at) VALUES (:notice, :whom, :day, :now)"
            " ON CONFLICT DO NOTHING",
            {"notice": notice, "whom": whom, "day": day, "now": now},
        )
    )


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop what was said long ago; returns how many."""
    return transaction.execute("DELETE FROM daily_notices WHERE told_at < :before", {"before": now - KEPT})
