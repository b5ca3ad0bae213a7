"""The newest calls the bot made, for tests to look back at."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.clock import SandboxClock
from bot.sandbox.wire import JsonObject

LENGTH = 100_000  # calls kept


@dataclass(slots=True)
class CallRecord:
    """One call. Times are the sandbox's UTC ms; ``ended_ms`` and ``status`` are None while it is held."""

    id: int
    started_ms: int
    method: str
    chat: int | None
    parameters: JsonObject
    ended_ms: int | None = None
    status: int | None = None
    error_code: int | None = None
    retry_after: int | None = None
    fault_id: int | None = None


class Journal:
    """Calls in the order in which they began; kept in memory, ids start at 1 with the process."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._calls: deque[CallRecord] = deque(maxlen=LENGTH)
        self._newest_id = 0
        self._active = 0
        self._last_activity = time.monotonic()

    def begin(self, method: str, chat: int | None, parameters: JsonObject) -> CallRecord:
        self._newest_id += 1
        call = CallRecord(self._newest_id, self._clock.now(), method, chat, parameters)
        self._calls.append(call)
        self._active += _is_activity(method)
        return call

    def end(self, call: CallRecord, status: int, error_code: int | None, retry_after: int | None) -> None:
        """``status`` is the HTTP status; 0 when the connection was closed without an answer."""
        call.ended_ms = self._clock.now()
        call.status, call.error_code, call.retry_after = status, error_code, retry_after
        if _is_activity(call.method):
            self._active -= 1
            self._last_activity = time.monotonic()

    def idle_seconds(self) -> float:
        """Real seconds since the bot did anything but ask for updates or its name; 0 while a call is served."""
        return 0.0 if self._active else time.monotonic() - self._last_activity

    @property
    def count(self) -> int:
        """Calls since the start."""
        return self._newest_id

    def calls(
        self, method: str | None = None, chat: int | None = None, after: int = 0
    ) -> Iterator[CallRecord]:
        """Calls that match, oldest first."""
        for call in self._calls:
            if (
                call.id > after
                and (method is None or call.method.lower() == method.lower())
                and (chat is None or call.chat == chat)
            ):
                yield call


def _is_activity(method: str) -> bool:
    return method.lower() not in {"getupdates", "getme"}
