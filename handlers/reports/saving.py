"""The bytes of a photo are fetched; they are stored, or will never come: the report goes on either way."""

from __future__ import annotations

from handlers.context import Context
from handlers.duplicates import similar
from handlers.events import Effect
from handlers.reports import cards, routing
from handlers.reports.questions import Hole, Noted, hole_now
from handlers.reports.submission import go_on
from storage import members, report_contents, reports
from storage.outbox import Lane
from storage.reports import PhotoId, Place, Report, ReportPhoto, ReportState

SAID_ELSEWHERE = frozenset({Hole.REGISTRATION, Hole.MUTE})  # when it came up, and whenever they try
ASKED_ASIDE = frozenset({Hole.LOOKALIKE, Hole.LIMIT})  # also of a draft put aside: it would have been sent
STORED = "👍"  # put on the photo's message: its bytes are on disk


def fetch(photo: PhotoId, file_id: str, is_file: bool, context: Context) -> None:
    """Have the bytes of a photo stored; `photo_ended` hears of it, whichever report has the photo by then."""
    context.download(file_id, "photo", is_file=is_file, photo=photo)


def photo_ended(effect: Effect, context: Context) -> None:
    """A download has ended. What belongs to a draft given up meanwhile is of no interest any more."""
    photo_id = PhotoId(int(str(effect.result["photo"])))
    report = reports.find_by_photo(context.transaction, photo_id)
    if report is None:
        return
    photo = next(photo for photo in report.photos if photo.id == photo_id)
    if effect.ok:
        noted = _saved(report, photo, effect, context)
    else:
        noted = _failed(report, photo, str(effect.result["reason"]), context)
    if report.state is ReportState.DRAFT:
        _go_on(reports.get(context.transaction, report.id), noted, context)


def _saved(report: Report, photo: ReportPhoto, effect: Effect, context: Context) -> Noted:
    sha256 = str(effect.result["sha256"])
    report_contents.photo_saved(context.transaction, photo.id, sha256)
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.react(photo.message_id, STORED, to=reporter)
    if report.state is not ReportState.DRAFT:
        _show_late(reports.get(context.transaction, report.id), sha256, context)
        return Noted.NOTHING
    return Noted.NOTHING if photo.is_forwarded else _take_place(report, effect.result.get("place"), context)


def _show_late(report: Report, sha256: str, context: Context) -> None:
    """A photo that came after the card, below that of the report that goes on for its incident."""
    report = similar.note_lookalike(report, context.transaction)
    shown_with = similar.incident(report)
    cards.add_photo(
        report if shown_with == report.id else reports.get(context.transaction, shown_with), sha256, context
    )


def _take_place(draft: Report, written: object, context: Context) -> Noted:
    """Where the camera says it was, if nobody has said so yet."""
    if draft.place is not None or not isinstance(written, list):
        return Noted.NOTHING
    place = Place(*written)
    if not routing.is_plausible(place, context.transaction):
        return Noted.NOTHING
    report_contents.set_place(context.transaction, draft.id, place)
    return Noted.PLACE_IN_FILE


def _failed(report: Report, photo: ReportPhoto, reason: str, context: Context) -> Noted:
    report_contents.drop_photo(context.transaction, photo.id)
    remaining = len(report.photos) - 1
    holds_more = report.place is not None or report.category is not None or bool(report.words)
    if remaining == 0:
        reports.set_asked(context.transaction, report.id, Hole.PHOTO, context.now)
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say(
        "reports/photo_failed",
        to=reporter,
        lane=Lane.REPLY,
        reason=reason,
        remaining=remaining,
        holds_more=holds_more,
    )
    return Noted.NOTHING


def _go_on(draft: Report, noted: Noted, context: Context) -> None:
    """Submit what is whole now, even if it was put aside; ask only what has not been asked already."""
    hole = hole_now(draft, context)
    is_resting = draft.put_aside_at is not None and hole not in ASKED_ASIDE
    was_asked = hole == draft.asked or is_resting or hole in SAID_ELSEWHERE
    if hole is Hole.NONE or not was_asked:
        go_on(draft, context, noted=noted, insist=True)
