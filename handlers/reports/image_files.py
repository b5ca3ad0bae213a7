"""Which files may be images: their bytes decide in the end, but what is surely something else is not fetched."""

from __future__ import annotations

from mimetypes import MimeTypes

import telegram
from telegram.ext.filters import MessageFilter

# Clients name the type by the file's ending, and some do not name it at all.
IMAGE_ENDINGS = frozenset({"jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "tif", "tiff", "bmp"})
UNNAMED = frozenset({None, "", "application/octet-stream"})
KNOWN_TYPES = MimeTypes()  # of Python's own table: what else a machine knows must make no difference


class MayBeImage(MessageFilter):
    """A file that says it is an image, by its type or by its ending, or that says nothing at all."""

    def filter(self, message: telegram.Message) -> bool:
        """Whether the file of the message is worth a look. An animation names its file as a document too."""
        if message.document is None or message.animation is not None:
            return False
        return may_be_image(message.document)


def may_be_image(document: telegram.Document) -> bool:
    """Whether the bytes of a file are worth a look."""
    name, type_ = document.file_name or "", document.mime_type
    if name.lower().rpartition(".")[2] in IMAGE_ENDINGS or (type_ or "").startswith("image/"):
        return True
    return type_ in UNNAMED and KNOWN_TYPES.guess_type(name) == (None, None)
