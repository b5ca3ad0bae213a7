"""``status``: how things stand, in figures."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Command
from storage import dead_letters, grids, inbox, members, outbox, reports
from storage.database import Transaction


def report_status(_command: Command, context: Context) -> None:
    """Answer the figures."""
    context.result = figures(context.transaction)


def figures(transaction: Transaction) -> dict[str, object]:
    """Counts: people by standing, reports, events and calls by state, grids, dead letters."""
    return {
        "people": dict(members.standings(transaction)),
        "grids": grids.count(transaction),
        "reports": dict(reports.states(transaction)),
        "inbox": dict(inbox.states(transaction)),
        "outbox": dict(outbox.states(transaction)),
        "dead_letters": dead_letters.count(transaction),
    }
