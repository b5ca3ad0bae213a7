"""Files that were sent: their bytes, their ids, and the media objects that show them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import PurePath

from bot.sandbox.media import Rendition
from bot.sandbox.store import Counter, Store
from bot.sandbox.wire import JsonObject, bad_request

DOCUMENT_FIELDS = frozenset({"file_id", "file_unique_id", "file_size", "file_name", "mime_type"})
DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes; larger files have an id but cannot be fetched: Bot API, getFile


class FileKind(StrEnum):
    """Kinds of media, each named as the field of a Message that holds it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    AUDIO = "audio"
    ANIMATION = "animation"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; ``path`` is what ``/file/bot<token>/`` serves it under."""

    file_id: str
    file_unique_id: str
    kind: FileKind
    file_size: int
    path: str

    def file(self) -> JsonObject:
        """The Bot API's File without its path, as media objects embed it."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": self.file_size,
        }


class Files:
    """Every file, and for every ``file_id`` the media it belongs to, so that it can be sent again."""

    KINDS = frozenset({"file", "media"})

    def __init__(self, store: Store) -> None:
        self._store = store
        self._number = Counter(store, "file")
        self._files = {
            key: StoredFile(**{**body, "kind": FileKind(body["kind"])}) for key, body in store.load("file")
        }
        self._by_path = {stored.path: stored for stored in self._files.values()}
        self._media = {key: body["media"] for key, body in store.load("media")}

    def add(self, kind: FileKind, data: bytes, name: str) -> StoredFile:
        """Keep bytes; ``name`` gives the extension under which they are served."""
        number = self._number.next()
        unique = hashlib.sha256(data).hexdigest()[:16]
        path = f"{kind}s/file_{number}{PurePath(name).suffix.lower()}"
        stored = StoredFile(f"{kind}-{number}-{unique}", unique, kind, len(data), path)
        self._files[stored.file_id] = self._by_path[path] = stored
        self._store.save("file", stored.file_id, asdict(stored))
        self._store.save_content(stored.file_id, data)
        return stored

    def add_photo(self, sizes: Sequence[Rendition]) -> list[JsonObject]:
        """Keep a photo in its sizes, smallest first; returns its PhotoSize objects."""
        photo: list[JsonObject] = []
        for size in sizes:
            stored = self.add(FileKind.PHOTO, size.data, "photo.jpg")
            photo.append({**stored.file(), "width": size.width, "height": size.height})
        for shown in photo:
            self._remember(shown["file_id"], photo)
        return photo

    def add_media(self, kind: FileKind, data: bytes, name: str, **fields: object) -> JsonObject:
        """Keep a file that is no photo; returns its Document, Voice, … with ``fields`` (``mime_type``, …)."""
        media = {**self.add(kind, data, name).file(), **fields}
        self._remember(media["file_id"], media)
        return media

    def media(self, file_id: str, kind: FileKind) -> JsonObject | list[JsonObject]:
        """The media object (for a photo: its sizes) of a file that was sent before.

        Refuses with 400 when there is no such file or it is of another kind.
        """
        stored = self._files.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind is not kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        found: JsonObject | list[JsonObject] = self._media[file_id]
        return found

    def downloadable(self, file_id: str) -> JsonObject:
        """The File with its ``file_path``. Refuses unknown ids and files over 20 MB with 400."""
        stored = self._files.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if stored.file_size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return {**stored.file(), "file_path": stored.path}

    def content(self, path: str) -> bytes | None:
        """The bytes behind a ``file_path``; None if there are none."""
        stored = self._by_path.get(path)
        return None if stored is None else self._store.content(stored.file_id)

    def _remember(self, file_id: str, media: JsonObject | list[JsonObject]) -> None:
        self._media[file_id] = media
        self._store.save("media", file_id, {"media": media})


def shown_as(kind: FileKind, media: object) -> JsonObject:
    """The Message fields that show a file; an animation is a document too: Bot API, Message."""
    fields: JsonObject = {str(kind): media}
    if kind is FileKind.ANIMATION and isinstance(media, dict):
        fields["document"] = {name: value for name, value in media.items() if name in DOCUMENT_FIELDS}
    return fields
