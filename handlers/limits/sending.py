"""What was kept back because its reporter had sent so many goes out by itself."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.reports.questions import Hole, hole_now
from handlers.reports.submission import go_on
from storage import report_drafts, reports
from storage.database import Transaction

AT_ONCE = 50  # drafts by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether a tick would find a draft that waits no longer."""
    return bool(report_drafts.held(transaction, now))


def send_held(_tick: Tick, context: Context) -> None:
    """Send them in the order in which they may go. What lacks something by now is asked for it, unless put aside."""
    for id_ in report_drafts.held(context.transaction, context.now)[:AT_ONCE]:
        report_drafts.hold(context.transaction, id_, None)
        draft = reports.get(context.transaction, id_)
        is_whole = hole_now(draft, context) in (Hole.NONE, Hole.LIMIT)
        if is_whole or draft.put_aside_at is None:
            go_on(draft, context, insist=True)
