"""What was returned is reported once more: place and words are kept, the photos are to be better ones."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, drafts
from handlers.reports.drafts import Opened
from handlers.reports.lifecycle import ReportAction
from handlers.reports.questions import Noted
from storage import report_contents, report_drafts, report_voices, reports
from storage.reports import Report, ReportState


def retry(press: Press, context: Context) -> None:
    """Begin the next attempt, or go on with the one that was begun."""
    pressed = buttons.read_permitted(press, ReportAction.RETRY, context)
    if pressed is None:
        return
    attempt = reports.next_attempt(context.transaction, pressed.report.id)
    if attempt is not None and attempt.state is not ReportState.DRAFT:
        context.answer(press, "press.retried", number=attempt.number)
        return
    draft = _begin_again(pressed.report, context) if attempt is None else _take_up(attempt, context)
    drafts.proceed(Opened(draft, None), Noted.NOTHING, context, insist=True)


def _begin_again(returned: Report, context: Context) -> Report:
    open_one = report_drafts.draft_of(context.transaction, context.actor.id)
    if open_one is not None:
        report_drafts.put_aside(context.transaction, open_one.id, context.now)
    token = context.surroundings.new_token()
    draft = report_drafts.open_draft(
        context.transaction, context.actor.id, token, context.now, again_of=returned.id
    )
    if returned.place is not None:
        report_contents.set_place(context.transaction, draft.id, returned.place)
    report_contents.copy_words(context.transaction, returned.id, draft.id)
    report_voices.copy(context.transaction, returned.id, draft.id)
    return draft


def _take_up(attempt: Report, context: Context) -> Report:
    if attempt.put_aside_at is not None:
        drafts.take_up(attempt, context)
    return attempt
