"""How the human side answers: `{"ok": true, "result": …}`, or 400 with what was wrong."""

from collections.abc import Awaitable, Callable
from functools import wraps
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.wire import JsonObject, Refusal

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def done(result: object = True, **beside: object) -> web.Response:
    """The answer to a call that went well."""
    return web.json_response({"ok": True, "result": result, **beside})


def refusing(handler: Handler) -> Handler:
    """Answers what the handler refuses, and whatever another site's page sends, with `{"ok": false}`."""

    @wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        if _comes_from_elsewhere(request):
            return _refused(403, {"description": "pages of other sites have no business here"})
        try:
            return await handler(request)
        except Refusal as refusal:
            return _refused(400, refusal.body())

    return guarded


def post(path: str, handler: Handler) -> web.RouteDef:
    return web.post(f"/sandbox/{path}", refusing(handler))


def get(path: str, handler: Handler) -> web.RouteDef:
    return web.get(f"/sandbox/{path}", refusing(handler), allow_head=False)


def delete(path: str, handler: Handler) -> web.RouteDef:
    return web.delete(f"/sandbox/{path}", refusing(handler))


def put(path: str, handler: Handler) -> web.RouteDef:
    return web.put(f"/sandbox/{path}", refusing(handler))


def _refused(status: int, body: JsonObject) -> web.Response:
    told = {key: body[key] for key in ("description", "parameters") if key in body}
    return web.json_response({"ok": False, **told}, status=status)


def _comes_from_elsewhere(request: web.Request) -> bool:
    """A browser names the page that sends; scripts and the command line name none."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
