"""Failures on order: what goes wrong between a bot and Telegram, made to happen."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

INTERNAL_ERROR = 500  # what an error is unless another code is ordered
HOLD = 30.0  # seconds; longer than clients wait


class FaultKind(StrEnum):
    """What goes wrong."""

    ERROR = "error"  # answered with `error_code`, nothing done
    RESET = "reset"  # the connection is closed before anything is done
    TIMEOUT = "timeout"  # held for `seconds`, nothing done
    ACCEPT_THEN_TIMEOUT = "accept_then_timeout"  # done, then held for `seconds`
    DELAY = "delay"  # held for `seconds`, then done
    DUPLICATE_UPDATE = "duplicate_update"  # the next update comes again after it was acknowledged


class FaultScope(StrEnum):
    """What a 429 stops until its `retry_after` has passed."""

    CHAT = "chat"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Fault:
    """One order. What is None matches everything; `times` 0 means until deleted."""

    kind: FaultKind
    id: int = 0
    method: str | None = None
    chat: int | None = None
    contains: str | None = None
    error_code: int = INTERNAL_ERROR
    retry_after: int | None = None
    scope: FaultScope | None = None
    seconds: float = HOLD
    probability: float = 1.0
    times: int = 1
    seed: int = 0

    def concerns(self, method: str, chat: int | None, text: str) -> bool:
        """Whether a call is one of those meant; `text` is its decoded text, caption or button data."""
        return (
            (self.method is None or self.method.lower() == method.lower())
            and (self.chat is None or self.chat == chat)
            and (self.contains is None or self.contains in text)
        )


class _Standing:
    """A fault that waits for its calls: how often it may still hit, and its own dice."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self._hits = 0
        self._dice = random.Random(fault.seed)  # noqa: S311 - repeatable on purpose

    @property
    def spent(self) -> bool:
        return 0 < self.fault.times <= self._hits

    def hits(self, method: str, chat: int | None, text: str) -> bool:
        if self.spent or not self.fault.concerns(method, chat, text):
            return False
        if self._dice.random() >= self.fault.probability:
            return False
        self._hits += 1
        return True


@dataclass(frozen=True, slots=True)
class _Stop:
    """A 429 that still holds: what it stops, and until when (UTC ms)."""

    fault: Fault
    until: int


class Faults:
    """All standing orders, in order of creation; `now` gives UTC milliseconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._standing: list[_Standing] = []
        self._stops: list[_Stop] = []
        self._newest_id = 0

    def add(self, fault: Fault) -> Fault:
        """Order a failure; returns it with its id."""
        self._newest_id += 1
        numbered = replace(fault, id=self._newest_id)
        self._standing.append(_Standing(numbered))
        return numbered

    def clear(self) -> None:
        """Cancel every order, and what they had stopped."""
        self._standing.clear()
        self._stops.clear()

    def match(self, method: str, chat: int | None, text: str = "") -> Fault | None:
        """The fault that befalls this call, if any."""
        if (stopped := self._still_stopped(method, chat)) is not None:
            return stopped
        fault = self._first_hit(method, chat, text, of_updates=False)
        if fault is not None and fault.scope is not None and fault.retry_after is not None:
            self._stop(fault, chat)
        return fault

    def duplicates(self, chat: int | None, text: str = "") -> bool:
        """Whether the update that is about to be acknowledged shall be delivered once more."""
        return self._first_hit("", chat, text, of_updates=True) is not None

    def _first_hit(self, method: str, chat: int | None, text: str, *, of_updates: bool) -> Fault | None:
        for standing in self._standing:
            concerns_updates = standing.fault.kind is FaultKind.DUPLICATE_UPDATE
            if concerns_updates is of_updates and standing.hits(method, chat, text):
                if standing.spent:
                    self._standing.remove(standing)
                return standing.fault
        return None

    def _stop(self, fault: Fault, chat: int | None) -> None:
        whom = None if fault.scope is FaultScope.GLOBAL else chat
        until = self._now() + 1000 * (fault.retry_after or 0)
        self._stops.append(_Stop(replace(fault, chat=whom, contains=None), until))

    def _still_stopped(self, method: str, chat: int | None) -> Fault | None:
        now = self._now()
        self._stops = [stop for stop in self._stops if stop.until > now]
        for stop in self._stops:
            if chat is not None and stop.fault.concerns(method, chat, ""):
                seconds = -((now - stop.until) // 1000)  # rounded up
                return replace(stop.fault, retry_after=seconds)
        return None
