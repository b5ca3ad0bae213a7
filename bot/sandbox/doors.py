"""``/bot<token>/<method>`` and ``/file/bot<token>/<path>``: the Bot API over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from aiohttp import web

from bot.sandbox.api import ConnectionClosed
from bot.sandbox.arguments import read
from bot.sandbox.keys import BOT_API, WORLD
from bot.sandbox.wire import JsonObject, Refusal

TOKEN = re.compile(r"(\d+):[^/\s]+")

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def routes() -> Iterable[web.RouteDef]:
    yield web.get("/bot{token}/{method}", answer, allow_head=False)
    yield web.post("/bot{token}/{method}", answer)
    yield web.get("/file/bot{token}/{path:.+}", download, allow_head=False)


async def answer(request: web.Request) -> web.Response:
    """One call of a method."""
    try:
        request.app[WORLD].profile.bot_id = _bot_id(request)
        arguments = await read(request)
        method = request.match_info["method"]
        result = await request.app[BOT_API].call(method, arguments, lambda: _is_gone(request))
    except Refusal as refusal:
        return _json(refusal.body(), refusal.error_code)
    except web.HTTPRequestEntityTooLarge:
        return _json(Refusal(413, "Request Entity Too Large").body(), 413)
    except ConnectionClosed:
        return _cut(request)
    return _json({"ok": True, "result": result})


async def download(request: web.Request) -> web.Response:
    """A file's bytes, as getFile promised them."""
    try:
        _bot_id(request)
        content = request.app[WORLD].files.content(request.match_info["path"])
        if content is None:
            raise Refusal(404, "Not Found")
    except Refusal as refusal:
        return _json(refusal.body(), refusal.error_code)
    return web.Response(body=content, content_type="application/octet-stream")


def _bot_id(request: web.Request) -> int:
    token = TOKEN.fullmatch(request.match_info["token"])
    if token is None:
        raise Refusal(401, "Unauthorized")
    return int(token[1])


def _is_gone(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _cut(request: web.Request) -> web.Response:
    """Close the connection under the answer: nothing of it arrives."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _json(body: JsonObject, status: int = 200) -> web.Response:
    return web.Response(text=compact(body), status=status, content_type="application/json")
