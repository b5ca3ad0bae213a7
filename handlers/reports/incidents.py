"""Which incident something belongs to: one draft is open at a time, others are put aside and taken up again."""

from __future__ import annotations

from handlers import fallback
from handlers.context import Context
from handlers.events import Press
from handlers.reports import buttons, drafts
from handlers.reports.drafts import Opened
from handlers.reports.lifecycle import REPORTERS, ReportAction, decide
from handlers.reports.questions import Noted
from handlers.reports.submission import go_on
from storage import report_changes, report_contents, report_drafts, report_voices, reports
from storage.report_changes import Change
from storage.reports import Report, ReportPhoto


def split(press: Press, context: Context) -> None:
    """*Another incident*: a photo, with its album, gets a draft of its own; the older draft is put aside."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    moving = _with_its_album(pressed.report, pressed.choice)
    if not moving or len(moving) == len(pressed.report.photos) or pressed.report.put_aside_at is not None:
        fallback.unknown_button(press, context)
        return
    draft = drafts.begin_beside(pressed.report, context)
    for photo in moving:
        report_contents.move_photo(context.transaction, photo.id, draft.id)
    context.edit_pressed(press, "reports/incident_split")
    go_on(reports.get(context.transaction, draft.id), context, insist=True)


def join(press: Press, context: Context) -> None:
    """*The same*: what has just come belongs to the older draft after all."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    if pressed.report.put_aside_at is None:  # a double tap, or it was taken up meanwhile
        context.answer(press, "press.open_already")
        return
    newer = report_drafts.draft_of(context.transaction, context.actor.id)
    if newer is not None:
        _merge(newer, pressed.report, context)
    _take_up(press, pressed.report, context)


def keep_apart(press: Press, context: Context) -> None:
    """*Something new*: the older draft waits until this is done."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is not None:
        context.edit_pressed(press, "reports/kept_apart")


def resume(press: Press, context: Context) -> None:
    """Go on with a draft that was put aside; one that is open changes places with it."""
    pressed = buttons.read_permitted(press, ReportAction.DESCRIBE, context)
    if pressed is None:
        return
    if pressed.report.put_aside_at is None:  # a double tap, or it was left lying as it was
        context.answer(press, "press.open_already")
        drafts.proceed(Opened(pressed.report, None), Noted.NOTHING, context)
        return
    _take_up(press, pressed.report, context)


def _take_up(press: Press, draft: Report, context: Context) -> None:
    drafts.take_up(draft, context)
    context.edit_pressed(press, "reports/taken_up")
    drafts.proceed(Opened(draft, None), Noted.NOTHING, context, insist=True)


def _merge(newer: Report, older: Report, context: Context) -> None:
    """The older draft gets all that the newer has; where both say something, the newer is right."""
    merged = decide(newer, ReportAction.MERGE, context.actor, parts=REPORTERS, now=context.now)
    assert isinstance(merged, Change)  # an open draft of whoever may describe another one of theirs
    for photo in newer.photos:
        report_contents.move_photo(context.transaction, photo.id, older.id)
    report_contents.move_words(context.transaction, newer.id, older.id)
    report_voices.move(context.transaction, newer.id, older.id)
    if newer.place is not None:
        report_contents.set_place(context.transaction, older.id, newer.place)
    if newer.category is not None:
        report_contents.set_category(context.transaction, older.id, newer.category)
    report_changes.apply(context.transaction, merged, context.now)
    report_contents.empty(context.transaction, newer.id)


def _with_its_album(report: Report, photo_id: str) -> list[ReportPhoto]:
    chosen = next((photo for photo in report.photos if str(photo.id) == photo_id), None)
    if chosen is None:
        return []
    return [
        photo
        for photo in report.photos
        if photo.id == chosen.id or (photo.album is not None and photo.album == chosen.album)
    ]
