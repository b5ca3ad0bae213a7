"""One call of a Bot API method, as the methods see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import JsonObject
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    data: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Call:
    """Checked parameters, uploads by part name, and whether the caller has hung up meanwhile."""

    world: World
    webhook: Webhook
    parameters: JsonObject
    uploads: Mapping[str, Upload]
    is_gone: Callable[[], bool]


# Most methods answer at once; those that wait or compute at length are coroutines. The result is JSON.
Method: TypeAlias = Callable[[Call], object | Awaitable[object]]
