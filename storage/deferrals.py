"""Deferred reports whose time has come."""

from __future__ import annotations

from storage.database import Transaction
from storage.reports import ReportId


def due(transaction: Transaction, now: int, most: int) -> list[ReportId]:
    """Those that go on by now (UTC ms), the longest due first."""
    rows = transaction.all(
        "SELECT id FROM reports WHERE state = 'deferred' AND deferred_until <= :now"
        " ORDER BY deferred_until, id LIMIT :most",
        {"now": now, "most": most},
    )
    return [ReportId(row["id"]) for row in rows]


def are_due(transaction: Transaction, now: int) -> bool:
    """Whether there is one."""
    return bool(due(transaction, now, 1))
