"""Reading a Bot API request: parameters from query, form, multipart or JSON, and the files with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.sandbox.calls import Upload
from bot.sandbox.wire import JsonObject, bad_request


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call came with, unchecked."""

    given: JsonObject
    uploads: Mapping[str, Upload]

    def chat(self) -> int | None:
        """The chat's id if it is a number."""
        try:
            return int(self.given.get("chat_id", ""))
        except (TypeError, ValueError):
            return None

    def text(self) -> str:
        """What faults look into: text, caption or button data."""
        return str(
            self.given.get("text") or self.given.get("caption") or self.given.get("callback_data") or ""
        )


async def read(request: web.Request) -> Arguments:
    """All parameters, those in the body before those in the query. Refuses bodies that cannot be read."""
    given: JsonObject = dict(request.query)
    if request.content_type == "application/json":
        given |= await _json(request)
        return Arguments(given, {})
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read(), value.content_type)
        else:
            given[name] = value
    return Arguments(given, uploads)


async def _json(request: web.Request) -> JsonObject:
    if not request.can_read_body:
        return {}
    try:
        body = await request.json()
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("object expected as parameters")
    return body
