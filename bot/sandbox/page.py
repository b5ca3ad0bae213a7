"""The chat page at `/`, its files, and the drawn plan it shows places on."""

from collections.abc import Iterable
from pathlib import Path

from aiohttp import web

from bot.sandbox.human.answers import done, get
from bot.sandbox.keys import PLAN

PAGE = Path(__file__).parent / "page"
FILES = frozenset(file.name for file in PAGE.iterdir() if file.is_file())
HEADERS = {
    # Nothing from elsewhere, no inline scripts or styles; pictures may be those about to be sent (blob:).
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def routes() -> Iterable[web.RouteDef]:
    yield web.get("/", index)
    yield web.get("/page/{name}", page_file)
    yield get("plan", plan)


async def index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html", headers=HEADERS)


async def page_file(request: web.Request) -> web.FileResponse:
    name = request.match_info["name"]
    if name not in FILES:
        raise web.HTTPNotFound
    return web.FileResponse(PAGE / name, headers=HEADERS)


async def plan(request: web.Request) -> web.Response:
    """The GeoJSON FeatureCollection on which the page draws places."""
    return done(request.app[PLAN])
