"""The consent to photos and places: asked for once, before anything is fetched or shown."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import fallback, muted
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons
from handlers.reports.drafts import discard
from handlers.reports.lifecycle import REPORTERS, ReportAction, decide
from handlers.reports.saving import fetch
from handlers.reports.submission import go_on
from storage import consents, report_drafts
from storage.consents import Purpose
from storage.report_changes import Change
from storage.reports import Report


def answer_consent(press: Press, context: Context) -> None:
    """Agree, or not; either may be pressed again until the draft it was asked for is gone."""
    pressed = buttons.read_of_theirs(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    match pressed.choice:
        case "yes":
            _agree(press, context)
        case "no":
            _decline(press, context)
        case _:
            fallback.unknown_button(press, context)


def _agree(press: Press, context: Context) -> None:
    if muted.refuses(press, context):  # declining is open to the muted too
        return
    if consents.is_given(context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE):  # a double tap
        context.answer(press, "press.agreed_already")
        return
    _record(context, given=True)
    context.edit_pressed(press, "reports/consent_given")
    for draft in _drafts(context):
        for photo in draft.photos:
            if photo.sha256 is None:
                fetch(photo.id, photo.file_id, photo.is_file, context)
    draft_now = report_drafts.draft_of(context.transaction, context.actor.id)
    if draft_now is not None:
        go_on(draft_now, context, insist=True)


def _decline(press: Press, context: Context) -> None:
    """Nothing of what was sent is kept."""
    _record(context, given=False)
    for draft in _drafts(context):
        outcome = decide(draft, ReportAction.DISCARD, context.actor, parts=REPORTERS, now=context.now)
        assert isinstance(outcome, Change)  # a draft can always be given up by its reporter
        discard(outcome, context)
    context.edit_pressed(press, "reports/consent_declined")


def _record(context: Context, *, given: bool) -> None:
    consents.record(
        context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE, given=given, now=context.now
    )


def _drafts(context: Context) -> Sequence[Report]:
    draft = report_drafts.draft_of(context.transaction, context.actor.id)
    waiting = report_drafts.drafts_aside(context.transaction, context.actor.id)
    return waiting if draft is None else [draft, *waiting]
