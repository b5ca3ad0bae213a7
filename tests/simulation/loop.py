"""Simulated time: an agenda of what happens outside of the bot, and an event loop that never really waits.

The loop is one process of the bot: what it would wait for passes at once, the agenda's acts take place in between,
and it can crash between any two of its callbacks.
"""

from __future__ import annotations

import asyncio
import heapq
import selectors
from collections.abc import Callable
from contextvars import Context
from itertools import count
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

EPOCH = 1_767_225_600_000  # ms; midnight UTC at the beginning of 2026, where every simulation begins
BUSY_TURNS = 100_000  # turns of the loop without time passing; whoever needs more than that spins


class Crash(SystemExit):
    """The process is gone. Derived from what asyncio lets through its callbacks."""


class Stuck(Exception):
    """Nothing will ever happen any more, or the loop spins without time passing."""


class Agenda:
    """What happens outside of the bot, and when. It survives the bot's crashes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._acts: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Have something happen so many seconds from now."""
        heapq.heappush(self._acts, (self.seconds + seconds, next(self._numbers), act))

    def pass_time(self, longest: float | None) -> None:
        """Let the next act happen, or the time pass if it comes later than that. Raises Stuck."""
        until = None if longest is None else self.seconds + max(longest, 0.0)
        if self._acts and (until is None or self._acts[0][0] <= until):
            self.seconds, _, act = heapq.heappop(self._acts)
            act()
        elif until is not None:
            self.seconds = until
        else:
            raise Stuck("everybody waits for everybody")


class SimulatedClock:
    """The agenda's time as the bot's clock."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda

    def now(self) -> int:
        """UTC milliseconds."""
        return EPOCH + int(self._agenda.seconds * 1000)

    async def sleep_until(self, instant: int) -> None:
        """Return once `now()` has reached the instant."""
        await asyncio.sleep(max(instant - self.now(), 0) / 1000)

    def on_jump(self, callback: Callable[[], None]) -> None:
        """This clock never jumps."""


class _Waiting(selectors.SelectSelector):
    """Has no sockets to watch: waiting is letting simulated time pass."""

    def __init__(self, pass_time: Callable[[float | None], None]) -> None:
        super().__init__()
        self._pass_time = pass_time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._pass_time(timeout)
        return []


class SimulatedLoop(asyncio.SelectorEventLoop):
    """The event loop of one process. Once `is_dead`, no time passes and nothing outside happens."""

    def __init__(self, agenda: Agenda) -> None:
        self.is_dead = False
        self._agenda = agenda
        self._idle_turns = 0
        self._until_crash: int | None = None
        super().__init__(_Waiting(self._pass_time))

    def time(self) -> float:
        """Seconds since the simulation began."""
        return self._agenda.seconds

    def crash_after(self, callbacks: int) -> None:
        """Raise Crash out of the loop once so many more callbacks have been called for."""
        self._until_crash = callbacks

    def call_soon(
        self,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.Handle:
        """As in asyncio; this is where a crash finds its place among the callbacks."""
        if self._until_crash is not None:
            self._until_crash -= 1
            if self._until_crash <= 0:
                self._until_crash = None
                super().call_soon(self._crash)
        return super().call_soon(callback, *args, context=context)

    def run_in_executor(self, executor: object, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        """Run the function here and now: a second thread could not be repeated."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def _crash(self) -> None:
        if not self.is_dead:
            raise Crash

    def _pass_time(self, longest: float | None) -> None:
        if self.is_dead:
            return
        before = self._agenda.seconds
        self._agenda.pass_time(longest)
        self._idle_turns = 0 if self._agenda.seconds > before else self._idle_turns + 1
        if self._idle_turns > BUSY_TURNS:
            raise Stuck("the loop spins and no time passes")
