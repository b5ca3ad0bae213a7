"""Server-sent events for the page: what changed in chats, who there is, how the clock was moved."""

import asyncio
import json
from collections.abc import Iterable

from aiohttp import web

from bot.sandbox.human.answers import get
from bot.sandbox.keys import WORLD
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World

GLANCE = 1.0  # seconds between looks at what announces no change by itself; also keeps the connection alive
GATHER = 0.05  # seconds; changes that come together are told together


def routes() -> Iterable[web.RouteDef]:
    yield get("events", events)


async def events(request: web.Request) -> web.StreamResponse:
    """Three kinds: `chats` (what changed in each), `people` and `clock` (fetch them again)."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    glance = _Glance(request.app[WORLD])
    try:
        while True:
            news = "".join(_event(name, data) for name, data in glance.news())
            await response.write((news or ": still here\n\n").encode())
            await glance.wait()
    except ConnectionResetError:
        return response  # the page was closed


class _Glance:
    """What one page has been told so far."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._revision = world.history.revision
        self._people = self._who()
        self._clock = world.clock.revision

    def news(self) -> Iterable[tuple[str, JsonObject]]:
        """Events for everything that changed since the last call."""
        if (who := self._who()) != self._people:
            self._people = who
            yield "people", {}
        if (clock := self._world.clock.revision) != self._clock:
            self._clock = clock
            yield "clock", {}
        if (revision := self._world.history.revision) != self._revision:
            chats = [chat for chat in self._changed_chats() if chat["messages"] or chat["deleted"]]
            self._revision = revision
            yield "chats", {"revision": revision, "chats": chats}

    async def wait(self) -> None:
        await self._world.history.wait(None, self._revision, GLANCE)
        await asyncio.sleep(GATHER)

    def _changed_chats(self) -> Iterable[JsonObject]:
        for chat in (*self._world.people.people, *self._world.people.groups):
            changes = self._world.history.changed_since(chat, self._revision)
            yield {"chat": chat, "messages": changes.messages, "deleted": changes.deleted}

    def _who(self) -> int:
        """Changes with everyone's names and places."""
        return hash((repr(self._world.people.people), repr(self._world.people.groups)))


def _event(name: str, data: JsonObject) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
