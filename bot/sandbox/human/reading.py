"""What people see: messages, transcripts, the commands menu and files."""

import asyncio
import mimetypes
from collections.abc import Iterable
from datetime import UTC, datetime

from aiohttp import web

from bot.sandbox.history import Changes
from bot.sandbox.human.answers import done, get
from bot.sandbox.human.fields import read_query, wrong
from bot.sandbox.keys import WORLD
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

# What a browser may show by itself; anything else, HTML above all, is only ever saved.
SHOWN_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif", "audio/", "video/")
MEDIA = (
    "photo",
    "document",
    "voice",
    "video",
    "audio",
    "animation",
    "sticker",
    "contact",
    "poll",
    "location",
)


def routes() -> Iterable[web.RouteDef]:
    yield get(r"chats/{chat:-?\d+}/messages", messages)
    yield get(r"chats/{chat:-?\d+}/transcript", transcript)
    yield get("commands", commands)
    yield get("files/{file_id}", file)


async def messages(request: web.Request) -> web.Response:
    """What a chat shows beyond a message id (`after`), or what changed after a revision (`since`)."""
    world, chat = request.app[WORLD], _chat(request)
    query = read_query(request, ("after", "since", "wait"))
    if "after" in query and "since" in query:
        raise wrong("'after' and 'since' ask for different things: give one of them")
    since, after = query.get("since", int), query.get("after", int, 0)
    changes = await _changes(world, chat, since, after, query.get("wait", float, 0.0))
    return done(changes.messages, revision=changes.revision, deleted=changes.deleted)


async def transcript(request: web.Request) -> web.Response:
    """The chat as plain text, a line or more for each message, buttons in brackets."""
    shown = request.app[WORLD].history.shown(_chat(request))
    return web.Response(text="".join(f"{_line(message)}\n" for message in shown))


async def commands(request: web.Request) -> web.Response:
    """The commands menu as one person sees it, in their language."""
    world = request.app[WORLD]
    person = world.people.person(read_query(request, ("user",)).need("user", int))
    return done(world.profile.commands_seen_by(person.id, person.language_code or ""))


async def file(request: web.Request) -> web.Response:
    """The bytes of a file; unlike the bot's, people's downloads have no size limit."""
    stored = request.app[WORLD].files.downloadable(request.match_info["file_id"])
    path: str = stored["file_path"]
    mime_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
    if not mime_type.startswith(SHOWN_TYPES):
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=request.app[WORLD].files.content(path), content_type=mime_type, headers=headers)


def _chat(request: web.Request) -> int:
    """The chat in the address; refuses one that does not exist."""
    chat = int(request.match_info["chat"])
    request.app[WORLD].people.chat(chat)
    return chat


async def _changes(world: World, chat: int, since: int | None, after: int, wait: float) -> Changes:
    """What there is now; if nothing, what there is after at most `wait` real seconds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + wait
    while True:
        revision = world.history.revision
        if since is None:
            changes = Changes(revision, world.history.shown(chat, after), [])
        else:
            changes = world.history.changed_since(chat, since)
        remaining = deadline - loop.time()
        if changes.messages or changes.deleted or remaining <= 0:
            return changes
        await world.history.wait(chat, revision, remaining)


def _line(message: JsonObject) -> str:
    moment = datetime.fromtimestamp(message["date"], UTC).strftime("%H:%M:%S")
    speaker = message.get("from", {}).get("first_name", "—")
    words = [f"<{kind}>" for kind in MEDIA if kind in message]
    words += [message[field] for field in ("text", "caption") if field in message]
    return f"#{message['message_id']} {moment} {speaker}: {' '.join(words)}{_buttons(message)}"


def _buttons(message: JsonObject) -> str:
    markup = message.get("reply_markup", {})
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return "".join("\n    " + " ".join(f"[{button['text']}]" for button in row) for row in rows)
