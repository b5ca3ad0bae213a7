"""A photo in a message, sent as one or as an image file; or why there is none that can be kept."""

from __future__ import annotations

from enum import StrEnum

from handlers.events import Message
from handlers.reports.image_files import may_be_image
from handlers.reports.photos import LARGEST_FILE
from storage.report_contents import SentPhoto


class PhotoFault(StrEnum):
    """Why a message holds no photo to be kept."""

    NO_PHOTO = "no_photo"
    NOT_AN_IMAGE = "not_an_image"
    TOO_BIG = "too_big"


def read(message: Message) -> SentPhoto | PhotoFault:
    """The photo of a message. The bytes of a file decide in the end whether it is one."""
    sent = message.message
    if sent.photo:
        largest = sent.photo[-1]  # Bot API: sizes of one photo, the largest last
        return SentPhoto(sent.message_id, largest.file_id, largest.file_unique_id, album=sent.media_group_id)
    document = sent.document
    if document is None:
        return PhotoFault.NO_PHOTO
    if sent.animation is not None or not may_be_image(document):
        return PhotoFault.NOT_AN_IMAGE
    if document.file_size is not None and document.file_size > LARGEST_FILE:
        return PhotoFault.TOO_BIG
    return SentPhoto(sent.message_id, document.file_id, document.file_unique_id, True, sent.media_group_id)
