"""Speaking of drafts that were put aside. Their buttons are handled in `incidents`."""

from __future__ import annotations

from datetime import datetime

from handlers.context import Context
from handlers.reports import buttons
from storage import reports
from storage.members import Member
from storage.outbox import Lane
from storage.reports import Report


def ask_whether_same(older: Report, context: Context) -> None:
    """What has just come began a draft; it may as well belong to the one that lay there."""
    context.say("reports/older_draft", buttons=buttons.same_or_new(older), since=_clock(older, context))


def offer_next(reporter: Member, context: Context) -> bool:
    """If nothing else is open: go on with the newest draft that was put aside? Returns whether there is one."""
    waiting = reports.drafts_aside(context.transaction, reporter.id)
    if not waiting or reports.draft_of(context.transaction, reporter.id) is not None:
        return False
    context.say(
        "reports/draft_waits",
        to=context.to_member(reporter),
        lane=Lane.REPLY,
        buttons=buttons.take_up_or_cancel(waiting[0]),
        since=_clock(waiting[0], context),
    )
    return True


def _clock(draft: Report, context: Context) -> str:
    at = datetime.fromtimestamp(draft.described_at / 1000, context.surroundings.timezone)
    return f"{at:%m-%d %H:%M}"
