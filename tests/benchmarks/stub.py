"""The least that looks like a Bot API server: hands out updates, counts what is sent, says how long that took.

``python -m tests.benchmarks.stub UPDATES`` prints its address, and the seconds from the first update handed out to
the last message taken.
"""

from __future__ import annotations

import asyncio
import re
import sys
from time import perf_counter

import uvloop
from aiohttp import web

HOST = "127.0.0.1"
CHATS = 200
AT_ONCE = 100  # updates in one answer; Bot API, getUpdates
HOLD = 0.5  # seconds a poll is held when there is nothing more
TAKEN = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "a_bot"}

_OFFSET = re.compile(rb'offset"?[=:]\s*(\d+)')  # in JSON or in a form, as the bot likes


class Stub:
    """Updates from id 1 on, one after the other from each of the chats."""

    def __init__(self, updates: int) -> None:
        self._updates = updates
        self._sent = 0
        self._began: float | None = None

    async def answer(self, request: web.Request) -> web.Response:
        """Every method; what is not known succeeds."""
        method = request.match_info["method"].lower()
        if method == "getupdates":
            return _ok(await self._more(await request.read()))
        if method == "getme":
            return _ok(ME)
        if method == "sendmessage":
            self._count()
            return _ok(TAKEN)
        return _ok(True)

    async def _more(self, question: bytes) -> list[dict[str, object]]:
        asked = _OFFSET.search(question)
        first = int(asked[1]) if asked else 1
        if first > self._updates:
            await asyncio.sleep(HOLD)
        self._began = self._began or perf_counter()
        return [_update(id_) for id_ in range(max(first, 1), min(first + AT_ONCE, self._updates + 1))]

    def _count(self) -> None:
        self._sent += 1
        if self._sent == self._updates and self._began is not None:
            print(f"seconds: {perf_counter() - self._began}", flush=True)


def _update(id_: int) -> dict[str, object]:
    person = 1 + id_ % CHATS
    message = {
        "message_id": id_,
        "date": 1_767_225_600,
        "chat": {"id": person, "type": "private", "first_name": "P"},
        "from": {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh"},
        "text": f"message {id_}",
    }
    return {"update_id": id_, "message": message}


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def main() -> None:
    """Serve until standard input is closed."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", Stub(int(sys.argv[1])).answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    print(f"address: http://{HOST}:{runner.addresses[0][1]}", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    uvloop.run(main())
