"""Media that the bot hands in: uploaded with the call, or sent before and named by file_id."""

from __future__ import annotations

import asyncio

from bot.sandbox.calls import Call, Upload
from bot.sandbox.files import FileKind, shown_as
from bot.sandbox.media import MediaError, description, renditions
from bot.sandbox.wire import JsonObject, bad_request

PHOTO_LIMIT = 10 * 1024 * 1024  # bytes: Bot API, sendPhoto
ATTACH = "attach://"


async def attached(call: Call, kind: FileKind, reference: str | None, part: str) -> JsonObject:
    """The Message fields that show a file: ``reference`` names it, or it is the upload called ``part``.

    Refuses what cannot be found, fetched or decoded, in Telegram's words.
    """
    upload = _upload(call, reference, part)
    if upload is not None:
        media: object = await _keep(call, kind, upload)
    elif reference and reference.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox asks nothing of the outside world
    else:
        media = call.world.files.media(reference or "", kind)
    return shown_as(kind, media)


def _upload(call: Call, reference: str | None, part: str) -> Upload | None:
    if not reference:
        return call.uploads.get(part)
    if not reference.startswith(ATTACH):
        return None
    upload = call.uploads.get(reference.removeprefix(ATTACH))
    if upload is None:
        raise bad_request(f"can't find field {reference.removeprefix(ATTACH)!r} among the uploaded files")
    return upload


async def _keep(call: Call, kind: FileKind, upload: Upload) -> object:
    if not upload.data:
        raise bad_request("file must be non-empty")
    try:
        if kind is FileKind.PHOTO:
            return await _keep_photo(call, upload)
        described = description(kind, upload.data, upload.name, upload.mime_type)
    except MediaError as error:
        raise bad_request(str(error)) from error
    return call.world.files.add_media(kind, upload.data, upload.name, **described)


async def _keep_photo(call: Call, upload: Upload) -> list[JsonObject]:
    if len(upload.data) > PHOTO_LIMIT:
        raise bad_request("too big for a photo")
    sizes = await asyncio.to_thread(renditions, upload.data)
    return call.world.files.add_photo(sizes)
