"""Calling a Bot API method: what happens to every call, whatever it is about."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from http import HTTPStatus

from bot.sandbox.arguments import Arguments
from bot.sandbox.calls import Call
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.journal import CallRecord
from bot.sandbox.methods import METHODS
from bot.sandbox.schema import Schema
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import JsonObject, Refusal, too_many_requests
from bot.sandbox.world import World

COUNTED = frozenset(  # by flood limits
    name for name in METHODS if name.startswith(("send", "copy", "forward", "edit"))
) - {"sendChatAction"}
SEVERAL = {"sendMediaGroup": "media", "copyMessages": "message_ids"}  # method → what it sends one each of
HELD_FIRST = frozenset({FaultKind.TIMEOUT, FaultKind.DELAY})


class ConnectionClosed(Exception):
    """A fault wants the connection closed without an answer."""


class BotApi:
    """Every call: journal, faults, schema, limits, then the method."""

    def __init__(self, world: World, webhook: Webhook, schema: Schema) -> None:
        self._world = world
        self._webhook = webhook
        self._schema = schema

    async def call(self, method: str, arguments: Arguments, is_gone: Callable[[], bool]) -> object:
        """The method's result as JSON.

        Raises Refusal, or ConnectionClosed when a fault cuts the line.
        """
        name = self._schema.name(method) or method
        record = self._world.journal.begin(name, arguments.chat(), arguments.given)
        status, error = 0, None
        try:
            result = await self._befallen(name, arguments, is_gone, record)
            status = int(HTTPStatus.OK)
        except Refusal as refusal:
            status, error = refusal.error_code, refusal
            raise
        else:
            return result
        finally:
            retry_after = error.parameters.get("retry_after") if error else None
            self._world.journal.end(record, status, error.error_code if error else None, retry_after)

    async def reply(self, body: JsonObject) -> None:
        """A method call that came as the answer to a webhook; nobody is told how it went but the journal."""
        given = {name: value for name, value in body.items() if name != "method"}
        try:
            await self.call(str(body["method"]), Arguments(given, {}), lambda: False)
        except (Refusal, ConnectionClosed):
            return

    async def _befallen(
        self, name: str, arguments: Arguments, is_gone: Callable[[], bool], record: CallRecord
    ) -> object:
        """Run the method, unless or until a fault says otherwise."""
        fault = self._world.faults.match(name, arguments.chat(), arguments.text())
        if fault is None:
            return await self._run(name, arguments, is_gone)
        record.fault_id = fault.id
        if fault.kind in HELD_FIRST:
            await asyncio.sleep(fault.seconds)
        if fault.kind in {FaultKind.RESET, FaultKind.TIMEOUT}:
            raise ConnectionClosed
        if fault.kind is FaultKind.ERROR:
            raise _refusal(fault)
        result = await self._run(name, arguments, is_gone)
        if fault.kind is FaultKind.ACCEPT_THEN_TIMEOUT:
            await asyncio.sleep(fault.seconds)
            raise ConnectionClosed
        return result

    async def _run(self, name: str, arguments: Arguments, is_gone: Callable[[], bool]) -> object:
        method = METHODS.get(name)
        if method is None:
            is_known = self._schema.name(name) is not None
            raise Refusal(404, f"Not Found: the sandbox does not serve {name}" if is_known else "Not Found")
        parameters = self._schema.parameters(name, arguments.given, arguments.uploads)
        self._check_limits(name, parameters)
        result = method(Call(self._world, self._webhook, parameters, arguments.uploads, is_gone))
        return await result if inspect.isawaitable(result) else result

    def _check_limits(self, name: str, parameters: JsonObject) -> None:
        chat_id = parameters.get("chat_id")
        if name not in COUNTED or not isinstance(chat_id, int):
            return
        count = len(parameters[SEVERAL[name]]) if name in SEVERAL else 1
        wait = self._world.limits.take(chat_id, chat_id > 0, count)
        if wait is not None:
            raise too_many_requests(wait)


def _refusal(fault: Fault) -> Refusal:
    if fault.retry_after is not None:
        return too_many_requests(fault.retry_after)
    code = fault.error_code
    return Refusal(code, HTTPStatus(code).phrase if code in set(HTTPStatus) else "Internal Server Error")
