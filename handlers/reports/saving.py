"""The bytes of a photo are stored, or will never come: the draft goes on either way."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect
from handlers.reports.questions import Hole, next_hole
from handlers.reports.submission import go_on
from storage import members, reports
from storage.outbox import Lane
from storage.reports import Report, ReportId, ReportPhoto, ReportState

STORED = "👍"  # put on the photo's message: its bytes are on disk


def photo_ended(effect: Effect, context: Context) -> None:
    """A download has ended. What belongs to a draft given up meanwhile is of no interest any more."""
    report = reports.get(context.transaction, ReportId(int(str(effect.result["report"]))))
    position = int(str(effect.result["position"]))
    photo = next((photo for photo in report.photos if photo.position == position), None)
    if photo is None or report.state is not ReportState.DRAFT:
        return
    if effect.ok:
        _saved(report, photo, str(effect.result["sha256"]), context)
    else:
        _failed(report, photo, str(effect.result["reason"]), context)
    draft = reports.get(context.transaction, report.id)
    if next_hole(draft) is Hole.NONE:  # any other hole has been asked for already
        go_on(draft, context)


def _saved(report: Report, photo: ReportPhoto, sha256: str, context: Context) -> None:
    reports.photo_saved(context.transaction, report.id, photo.position, sha256)
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.react(photo.message_id, STORED, to=reporter)


def _failed(report: Report, photo: ReportPhoto, reason: str, context: Context) -> None:
    reports.drop_photo(context.transaction, report.id, photo.position)
    remaining = len(report.photos) - 1
    if remaining == 0:
        reports.set_asked(context.transaction, report.id, Hole.PHOTO, context.now)
    reporter = context.to_member(members.get(context.transaction, report.reporter_id))
    context.say("reports/photo_failed", to=reporter, lane=Lane.REPLY, reason=reason, remaining=remaining)
