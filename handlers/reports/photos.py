"""Photos come in: one, several, as an album, as files; each joins the report that it belongs to."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Message
from handlers.reports import buttons, dangers, drafts
from handlers.reports.questions import Noted
from handlers.reports.saving import fetch
from handlers.reports.submission import go_on
from storage import consents, report_contents, reports
from storage.consents import Purpose
from storage.report_contents import SentPhoto
from storage.reports import PhotoId, Report, ReportState

LARGEST_FILE = 20 * 1024 * 1024  # bytes; Bot API, getFile


def take_photo(message: Message, context: Context) -> None:
    """A photo begins a report or joins one; its bytes are fetched meanwhile."""
    photo = message.message.photo[-1]  # Bot API: sizes of one photo, the largest last
    sent = message.message
    _take(
        SentPhoto(
            sent.message_id,
            photo.file_id,
            photo.file_unique_id,
            album=sent.media_group_id,
            is_forwarded=sent.forward_origin is not None,
        ),
        message.text,
        context,
    )


def take_image_file(message: Message, context: Context) -> None:
    """An image sent as a file, which can say where it was taken."""
    document, sent = message.message.document, message.message
    assert document is not None  # the route's filter lets nothing else through
    if document.file_size is not None and document.file_size > LARGEST_FILE:
        context.say("reports/file_too_big")
        return
    _take(
        SentPhoto(
            sent.message_id,
            document.file_id,
            document.file_unique_id,
            is_file=True,
            album=sent.media_group_id,
            is_forwarded=sent.forward_origin is not None,
        ),
        message.text,
        context,
    )


def _take(photo: SentPhoto, words: str, context: Context) -> None:
    report = _of_same_album(photo, context)
    if report is not None:
        _join_album(report, photo, words, context)
    elif not _came_too_late(photo, context):
        _join_draft(photo, words, context)


def _of_same_album(photo: SentPhoto, context: Context) -> Report | None:
    if photo.album is None:
        return None
    return reports.find_by_album(context.transaction, context.actor.id, photo.album)


def _came_too_late(photo: SentPhoto, context: Context) -> bool:
    """Whether its album was given up before all of it had arrived."""
    return photo.album is not None and report_contents.is_album_discarded(
        context.transaction, context.actor.id, photo.album
    )


def _join_album(report: Report, photo: SentPhoto, words: str, context: Context) -> None:
    """A later part of an album goes where the first one went, even after submission, and without a word."""
    _add(report, photo, words, context)
    if report.state is ReportState.DRAFT:
        go_on(reports.get(context.transaction, report.id), context)


def _join_draft(photo: SentPhoto, words: str, context: Context) -> None:
    opened = drafts.open_for(context, brings_photo=True)
    added = _add(opened.draft, photo, words, context)
    if added is None:
        drafts.proceed(opened, Noted.PHOTO_AGAIN, context, insist=True)
        return
    is_first = not opened.draft.photos
    dangers.heed(words, opened.draft, context)
    drafts.proceed(opened, _noted(photo), context, insist=is_first)
    if not is_first:
        _offer_another_incident(opened.draft, photo, added, context)


def _noted(photo: SentPhoto) -> Noted:
    if photo.is_forwarded:
        return Noted.FORWARDED
    return Noted.FILE if photo.is_file else Noted.PHOTO


def _add(report: Report, photo: SentPhoto, words: str, context: Context) -> PhotoId | None:
    """Add the photo; it is fetched only if its sender lets us keep it."""
    added = report_contents.add_photo(context.transaction, report.id, photo)
    if added is not None and consents.is_given(
        context.transaction, context.actor.id, Purpose.PHOTO_AND_PLACE
    ):
        fetch(added, photo.file_id, photo.is_file, context)
    if words:
        report_contents.set_words(context.transaction, report.id, photo.message_id, words)
    return added


def _offer_another_incident(draft: Report, photo: SentPhoto, added: PhotoId, context: Context) -> None:
    """How many there are is not said of an album: nobody knows how many of its parts are still to come."""
    photos = None if photo.album else len(reports.get(context.transaction, draft.id).photos)
    context.say("reports/photo_joined", photos=photos, buttons=buttons.another_incident(draft, added))
