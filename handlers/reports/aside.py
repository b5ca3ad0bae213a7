"""Speaking of drafts that were put aside. Their buttons are handled in `incidents`."""

from __future__ import annotations

from handlers.context import Context
from handlers.reports import buttons
from messages.catalogue import Language
from messages.times import moment
from storage import report_drafts
from storage.members import Member
from storage.outbox import Lane
from storage.reports import Report


def ask_whether_same(older: Report, context: Context) -> None:
    """What has just come began a draft; it may as well belong to the one that lay there."""
    since = _since(older, context.language, context)
    context.say("reports/older_draft", buttons=buttons.same_or_new(older), since=since)


def offer_next(reporter: Member, context: Context, *, even_put_off: bool = False) -> bool:
    """If nothing else is open: go on with a draft that was put aside? Returns whether there is one.

    What was put off comes first, the oldest of it, but not before its time; of the others it is the newest.
    """
    waiting = [
        draft
        for draft in report_drafts.drafts_aside(context.transaction, reporter.id)
        if even_put_off or draft.later_until is None or draft.later_until <= context.now
    ]
    if not waiting or report_drafts.draft_of(context.transaction, reporter.id) is not None:
        return False
    put_off = [draft for draft in waiting if draft.later_until is not None]
    draft = put_off[-1] if put_off else waiting[0]
    address = context.to_member(reporter)
    context.say(
        "reports/draft_waits",
        to=address,
        lane=Lane.REPLY,
        buttons=buttons.take_up_or_cancel(draft),
        since=_since(draft, address.language, context),
    )
    return True


def _since(draft: Report, language: Language, context: Context) -> str:
    return moment(language, context.local_time_of(draft.described_at))
