"""What nobody has answered holds up no report: it is sent as something new, and its grid worker may join it."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from handlers.reports.submission import go_on
from storage import photo_looks, report_contents, reports, unfinished
from storage.database import Transaction

WAITS = 10 * 60_000  # ms; who has put the phone away by then is riding, and believes that it was sent
AT_ONCE = 50  # drafts by one tick, so that no batch gets long; the next tick goes on


def any_due(transaction: Transaction, now: int) -> bool:
    """Whether somebody has not said for so long whether theirs is what they were shown."""
    return bool(unfinished.offered_before(transaction, now - WAITS, now))


def send(_tick: Tick, context: Context) -> None:
    """Take it to be something else."""
    for id_ in unfinished.offered_before(context.transaction, context.now - WAITS, context.now)[:AT_ONCE]:
        report_contents.set_distinct(context.transaction, id_)
        photo_looks.vouch(context.transaction, id_)
        go_on(reports.get(context.transaction, id_), context, insist=True)
