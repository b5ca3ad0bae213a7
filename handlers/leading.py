"""What stands between a route and its handler, whatever the capability."""

from __future__ import annotations

from collections.abc import Callable

from handlers import fallback
from handlers.context import Context
from handlers.events import Message

MessageHandler = Callable[[Message, Context], None]


def privately(handler: MessageHandler) -> MessageHandler:
    """What concerns one person is not answered in front of a group."""

    def handle(message: Message, context: Context) -> None:
        if context.sender is not None and context.sender.in_private:
            handler(message, context)
        else:
            fallback.in_group(message, context)

    return handle


def first_of(*takers: Callable[[Message, Context], bool], then: MessageHandler) -> MessageHandler:
    """What answers a question that is open belongs there, and to nothing else."""

    def handle(message: Message, context: Context) -> None:
        if not any(taker(message, context) for taker in takers):
            then(message, context)

    return handle
