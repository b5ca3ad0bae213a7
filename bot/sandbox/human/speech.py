"""What people say: words, photos, files, places, contacts and polls, and how they change it afterwards."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping

from aiohttp import web

from bot.sandbox.files import FileKind
from bot.sandbox.human.answers import done, post
from bot.sandbox.human.fields import Fields, Upload, read_fields, wrong
from bot.sandbox.keys import CROWD, WORLD
from bot.sandbox.media import MediaError, description, renditions
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

ALBUM = 10  # photos; Telegram's clients send no more at once
TEXT_LIMIT = 4096  # characters; what a person types beyond goes out as several messages
FILE_KINDS = tuple(kind for kind in FileKind if kind is not FileKind.PHOTO)
OF_ALBUMS = ("photo", FileKind.VIDEO, FileKind.DOCUMENT, FileKind.AUDIO)  # what Telegram puts into one
WORDLESS = ("text", "location", "venue", "contact", "poll", FileKind.STICKER)  # these take no caption

PLACE = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
HOW = ("from", "chat", "reply_to", "forwarded", "caption", "album")


def routes() -> Iterable[web.RouteDef]:
    yield post("send", send)
    yield post("edit", edit)


async def send(request: web.Request) -> web.Response:
    """Someone says something; returns the Message, or an array of them for an album."""
    fields = await read_fields(request, (*HOW, *CONTENTS))
    kind = fields.one_of(CONTENTS)
    if "caption" in fields and kind in WORDLESS:
        raise wrong(f"a {kind} has no caption")
    sender, chat = fields.need("from", int), fields.get("chat", int)
    reply_to, forwarded = fields.get("reply_to", int), _forwarded(fields)
    request.app[WORLD].people.person(sender)
    contents = await CONTENTS[kind](fields, request.app[WORLD], kind)
    if "caption" in fields:
        contents[0]["caption"] = fields.need("caption", str)
    _join_album(fields, kind, contents)
    say, say_album = request.app[CROWD].say, request.app[CROWD].say_album
    if len(contents) == 1:
        return done(say(sender, contents[0], chat, reply_to=reply_to, forwarded=forwarded))
    how: dict[str, int | bool] = {} if reply_to is None else {"reply_to": reply_to}
    return done(say_album(sender, contents, chat, **how, forwarded=forwarded))


def _join_album(fields: Fields, kind: str, contents: list[JsonObject]) -> None:
    """One more part of an album whose first parts came before: networks are slow."""
    if "album" not in fields:
        return
    if len(contents) != 1 or kind not in OF_ALBUMS:
        raise wrong("'album' is for one more photo, video, document or audio")
    contents[0]["media_group_id"] = fields.need("album", str)


async def edit(request: web.Request) -> web.Response:
    """Someone changes what they said; returns the Message."""
    fields = await read_fields(request, ("from", "chat", "message_id", "text", "caption", "location"))
    kind = fields.one_of(("text", "caption", "location"))
    changes = {kind: _place(fields, kind) if kind == "location" else fields.need(kind, str)}
    message_id = fields.need("message_id", int)
    return done(
        request.app[CROWD].edit(fields.need("from", int), message_id, changes, fields.get("chat", int))
    )


async def _text(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    text = fields.need("text", str).strip()
    if not text:
        raise wrong("'text' is empty: nobody can send that")
    if len(text) > TEXT_LIMIT:
        raise wrong(f"'text' has {len(text)} characters: {TEXT_LIMIT} go into one message")
    return [{"text": text}]


async def _photos(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    uploads = _uploads(fields, kind)
    if len(uploads) > ALBUM:
        raise wrong(f"an album holds {ALBUM} photos at most, not {len(uploads)}")
    return [{"photo": await _photo(upload, world)} for upload in uploads]


async def _photo(upload: Upload, world: World) -> list[JsonObject]:
    try:
        sizes = await asyncio.to_thread(renditions, upload.data)
    except MediaError as error:
        raise wrong(f"{upload.name!r} is no photo: {error}") from error
    return world.files.add_photo(sizes)


async def _file(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    uploads = _uploads(fields, kind)
    if len(uploads) != 1:
        raise wrong(f"one {kind} goes into a message, not {len(uploads)}")
    upload, file_kind = uploads[0], FileKind(kind)
    try:
        described = description(kind, upload.data, upload.name, upload.mime_type)
    except MediaError as error:
        raise wrong(f"{upload.name!r} is no {kind}: {error}") from error
    media = world.files.add_media(file_kind, upload.data, upload.name, **described)
    # Bot API, Message.animation: "for backward compatibility, the document field will also be set"
    return [{kind: media, "document": media} if file_kind is FileKind.ANIMATION else {kind: media}]


def _uploads(fields: Fields, kind: str) -> list[Upload]:
    uploads = fields.uploads(kind)
    if not uploads:
        raise wrong(f"{kind!r} must be a file of a multipart form")
    return uploads


async def _location(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    return [{"location": _place(fields, "location")}]


async def _venue(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    venue = fields.part("venue", ("location", "title", "address"))
    location = _place(venue, "location")
    place = {"location": location, "title": venue.need("title", str), "address": venue.need("address", str)}
    return [{"venue": place, "location": location}]


async def _contact(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    contact = fields.part("contact", ("phone_number", "first_name", "last_name", "user_id", "vcard"))
    contact.need("phone_number", str)
    contact.need("first_name", str)
    return [{"contact": fields.need("contact", dict)}]


async def _poll(fields: Fields, world: World, kind: str) -> list[JsonObject]:
    poll = fields.part("poll", ("question", "options"))
    options = [{"text": option} for option in poll.strings("options")]
    if len(options) < 2:
        raise wrong("a poll needs at least two options")
    return [{"poll": world.polls.open({"question": poll.need("question", str)}, options)}]


def _place(fields: Fields, name: str) -> JsonObject:
    place = fields.part(name, PLACE)
    latitude, longitude = place.need("latitude", float), place.need("longitude", float)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise wrong(f"there is no place at latitude {latitude}, longitude {longitude}")
    return fields.need(name, dict)


def _forwarded(fields: Fields) -> bool | int:
    """True for an author who hides, or the author's id; False when it is the sender's own."""
    match fields.raw("forwarded"):
        case None | False:
            return False
        case True:
            return True
        case {"from": int(author)}:
            return author
    raise wrong("'forwarded' must be true or {\"from\": id}")


Content = Callable[[Fields, World, str], Awaitable[list[JsonObject]]]

CONTENTS: Mapping[str, Content] = {
    "text": _text,
    "photo": _photos,
    **dict.fromkeys(FILE_KINDS, _file),
    "location": _location,
    "venue": _venue,
    "contact": _contact,
    "poll": _poll,
}
