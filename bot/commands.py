"""Commands of the command line, as events: stored, handled by the engine like any other, answered after COMMIT."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

from bot.command_socket import CommandReply, CommandRequest
from bot.engine import Handled
from handlers.surroundings import Clock
from storage import inbox
from storage.database import Database, Transaction
from storage.inbox import Arrival, EventKind

CHANNEL = "operator"


def arrival_of(request: CommandRequest) -> Arrival:
    """The event of a command; its key makes a repeated request count once."""
    body = {"name": request.name, "arguments": dict(request.arguments)}
    return Arrival(CHANNEL, EventKind.COMMAND, request.key, json.dumps(body, ensure_ascii=False))


def reply_to(handled: Handled) -> CommandReply:
    """What the command line is told of a command that has been handled."""
    if handled.error is not None:
        return CommandReply(ok=False, result={"error": handled.error})
    return CommandReply(ok=True, result=dict(handled.result or {}))


class Commands:
    """Stores commands and waits for the engine to have handled them."""

    def __init__(self, database: Database, clock: Clock, wake: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._waiting: dict[str, list[asyncio.Future[CommandReply]]] = {}

    async def handle(self, request: CommandRequest) -> CommandReply:
        """Have a command done; returns its result. Raises StorageFault when it could not even be stored."""
        reply: asyncio.Future[CommandReply] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(request.key, [])
        waiting.append(reply)  # before it is stored: the engine may be quicker than we are
        try:
            earlier = await self._database.write(store, request, self._clock.now())
            if earlier is not None:
                return earlier
            self._wake()
            return await reply
        finally:
            waiting.remove(reply)
            if not waiting:
                del self._waiting[request.key]

    def announce(self, handled: Sequence[Handled]) -> None:
        """The engine has handled these."""
        for one in handled:
            for reply in self._waiting.get(one.key, ()) if one.kind is EventKind.COMMAND else ():
                if not reply.done():
                    reply.set_result(reply_to(one))


def store(transaction: Transaction, request: CommandRequest, now: int) -> CommandReply | None:
    """Put a command into the inbox; returns what it answered if it has been handled before."""
    arrival = arrival_of(request)
    inbox.add(transaction, [arrival], now)
    earlier = inbox.answer_of(transaction, arrival.channel, arrival.key)
    return None if earlier is None else CommandReply(earlier.ok, dict(earlier.result))
