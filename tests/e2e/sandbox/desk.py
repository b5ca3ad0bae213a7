"""Both sides of a running sandbox over HTTP: what the bot calls, what people do."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, TypeAlias

import aiohttp

from bot.sandbox.clock import SandboxClock
from bot.sandbox.wire import JsonObject

TOKEN = "4200:secret"
BOT_ID = 4200
COURIER = 1001
STRANGER = 1003
GROUP = -1001000000001


Result: TypeAlias = Any  # JSON: an object, an array or a plain value, as the call gives


class Desk:
    """The bot's calls and the people's, to one running sandbox."""

    def __init__(
        self,
        base: str,
        session: aiohttp.ClientSession,
        clock: SandboxClock,
        close: Callable[[], Awaitable[None]],
    ) -> None:
        self.base = base
        self.session = session
        self.clock = clock
        self.close = close

    async def answer(self, method: str, **parameters: object) -> JsonObject:
        """The whole response object to a bot's call."""
        return await self.post(f"bot{TOKEN}/{method}", parameters)

    async def post(self, path: str, parameters: JsonObject) -> JsonObject:
        """The Bot API's response object to whatever is posted."""
        async with self.session.post(f"{self.base}/{path}", json=parameters) as response:
            body: JsonObject = await response.json()
            assert body["ok"] == (response.status == HTTPStatus.OK)
            return body

    async def bot(self, method: str, **parameters: object) -> Result:
        """The result of a call that must succeed."""
        body = await self.answer(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: object) -> str:
        """Code and description of a call that must be refused."""
        body = await self.answer(method, **parameters)
        assert not body["ok"], body
        return f"{body['error_code']} {body['description']}"

    async def upload(self, method: str, files: dict[str, bytes], **parameters: object) -> JsonObject:
        """A call with files; returns the whole response object."""
        form = aiohttp.FormData({name: str(value) for name, value in parameters.items()})
        for name, data in files.items():
            form.add_field(name, io.BytesIO(data), filename=f"{name}.bin")
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", data=form) as response:
            body: JsonObject = await response.json()
            return body

    async def human(self, path: str, fields: JsonObject, verb: str = "POST") -> Result:
        """The result of what people do, which must succeed."""
        async with self.session.request(verb, f"{self.base}/sandbox/{path}", json=fields) as response:
            body: JsonObject = await response.json()
        assert body["ok"], body
        return body.get("result", body)

    async def say(self, text: str, sender: int = COURIER, **fields: object) -> JsonObject:
        """A person writes; returns the Message."""
        said: JsonObject = await self.human("send", {"from": sender, "text": text, **fields})
        return said

    async def updates(self, offset: int = 0, **parameters: object) -> list[JsonObject]:
        """What waits for the bot now."""
        found: list[JsonObject] = await self.bot("getUpdates", offset=offset, **parameters)
        return found

    async def forget_updates(self) -> None:
        """Acknowledge all that waits."""
        if newest := await self.updates(offset=-1):
            await self.updates(offset=newest[0]["update_id"] + 1)
