"""``status``: how things stand, in figures."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Command
from storage import backups, dead_letters, grids, inbox, members, outbox, reports
from storage.database import Transaction

MINUTE = 60_000  # ms
DAY = 24 * 60 * MINUTE
LATE = 5 * MINUTE  # whatever has waited longer than that is stuck, and not on its way


def report_status(_command: Command, context: Context) -> None:
    """Answer the figures."""
    context.result = figures(context.transaction, context.now)


def figures(transaction: Transaction, now: int) -> dict[str, object]:
    """Counts: people by standing, reports, events and calls by state, grids, dead letters, what is stuck, backups.

    Times are UTC ms.
    """
    return {
        "now": now,
        "people": dict(members.standings(transaction)),
        "grids": grids.count(transaction),
        "reports": dict(reports.states(transaction)),
        "inbox": dict(inbox.states(transaction)),
        "inbox_late": inbox.count_waiting_since(transaction, now - LATE),
        "outbox": dict(outbox.states(transaction)),
        "outbox_late": outbox.count_due_since(transaction, now - LATE),
        "outbox_failed_today": outbox.count_failed_since(transaction, now - DAY),
        "dead_letters": dead_letters.count(transaction),
        "backup": _backup(transaction, now),
    }


def _backup(transaction: Transaction, now: int) -> dict[str, object]:
    made, ended = backups.last_made(transaction), backups.last_ended(transaction)
    return {
        "file": None if made is None else made.file,
        "bytes": None if made is None else made.bytes,
        "made_at": None if made is None else made.ended_at,
        "fault": None if ended is None else ended.reason,
        "tried_at": None if ended is None else ended.ended_at,
        "is_overdue": backups.is_overdue(transaction, now),
    }
