"""Photos, documents and recordings, alone and as albums."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from bot.sandbox.attachments import attached
from bot.sandbox.calls import Call, Method
from bot.sandbox.files import FileKind
from bot.sandbox.formatting import caption_fields
from bot.sandbox.sending import destination, send
from bot.sandbox.wire import JsonObject, bad_request

ALBUM_SIZE = range(2, 11)  # Bot API, sendMediaGroup
SAYS = ("duration", "width", "height", "performer", "title")  # of a recording, when the bot says so
ALONE = frozenset({FileKind.DOCUMENT, FileKind.AUDIO})  # kinds that share an album with their own kind only
ALBUM_KINDS = ALONE | {FileKind.PHOTO, FileKind.VIDEO}


async def send_media(kind: FileKind, call: Call) -> JsonObject:
    """sendPhoto, sendDocument, …: the parameter that holds the file is called like the kind."""
    given = call.parameters
    caption = {} if kind is FileKind.STICKER else caption_fields(given)
    destination(call.world, given["chat_id"])
    content = await attached(call, kind, given.get(kind), kind)
    return send(call, {**described(content, kind, given), **caption})


async def send_media_group(call: Call) -> list[JsonObject]:
    media: list[JsonObject] = call.parameters["media"]
    _check_album(media)
    destination(call.world, call.parameters["chat_id"])
    contents = [await album_item(call, item) for item in media]
    album = call.world.next_album()
    return [send(call, {**content, "media_group_id": album}) for content in contents]


async def album_item(call: Call, item: JsonObject) -> JsonObject:
    """The Message fields of an InputMedia."""
    kind = FileKind(item["type"])
    caption = caption_fields(item)
    content = await attached(call, kind, item["media"], "")
    return {**described(content, kind, item), **caption}


def described(content: JsonObject, kind: FileKind, given: JsonObject) -> JsonObject:
    """Media fields with what the bot says about its recording, and the spoiler over it."""
    fields = dict(content)
    said = {name: given[name] for name in SAYS if name in given}
    if said and isinstance(fields[kind], dict):
        fields[kind] = {**fields[kind], **said}
    if given.get("has_spoiler"):
        fields["has_media_spoiler"] = True
    return fields


def _check_album(media: list[JsonObject]) -> None:
    if len(media) not in ALBUM_SIZE:
        raise bad_request("Wrong number of messages to send: 2-10 expected")
    kinds = {item["type"] for item in media}
    if not kinds <= {str(kind) for kind in ALBUM_KINDS}:
        raise bad_request("can't use the media of the specified type in the album")
    if len(kinds) > 1 and not kinds.isdisjoint({str(kind) for kind in ALONE}):
        raise bad_request("documents and audio files can't be mixed with other media in an album")


METHODS: Mapping[str, Method] = {
    **{f"send{kind.title()}": partial(send_media, kind) for kind in FileKind},
    "sendMediaGroup": send_media_group,
}
