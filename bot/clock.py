"""What time it is: the system's clock, one that follows the sandbox's, or one that is moved by hand.

Times are integer UTC milliseconds. Everything that waits for a time of day waits here, so that a clock that jumps
wakes it.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import aiohttp

LONGEST_NAP = 5.0  # seconds; nobody says when the system's clock is set, so a sleeper looks this often
LONG_POLL = 20  # seconds to wait for the followed clock to jump
ANSWER_TIMEOUT = 10.0  # seconds beyond the long poll
ASK_AGAIN = 0.1  # seconds between questions where there is no long poll, or no answer
PATIENCE = 10.0  # seconds to wait for the first answer: both may be starting
JITTER = 50  # ms; a smaller difference is the network's, and following it would make time stutter


class Clock(Protocol):
    """What the edges ask for the time, and wait with."""

    def now(self) -> int:
        """UTC milliseconds."""

    async def sleep_until(self, instant: int) -> None:
        """Return once `now()` has reached the instant, at once if a jump passes it."""

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Have the callback called after every jump, in the event loop."""


class ClockUnreachable(Exception):
    """The clock to follow gave no answer."""


class _WakingClock(ABC):
    """Sleepers that a jump wakes."""

    def __init__(self) -> None:
        self._jumped = asyncio.Event()
        self._callbacks: list[Callable[[], None]] = []

    @abstractmethod
    def now(self) -> int:
        """UTC milliseconds."""

    @abstractmethod
    def _nap(self, remaining: int) -> float | None:
        """Seconds to sleep before looking at the clock again; None: until it jumps."""

    async def sleep_until(self, instant: int) -> None:
        """Return once `now()` has reached the instant."""
        while (remaining := instant - self.now()) > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._nap(remaining)):
                    await self._jumped.wait()

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Have the callback called after every jump."""
        self._callbacks.append(callback)

    def _announce_jump(self) -> None:
        self._jumped.set()
        self._jumped = asyncio.Event()
        for callback in self._callbacks:
            callback()


class SystemClock(_WakingClock):
    """The system's clock. Being set is not announced; sleepers notice within LONGEST_NAP."""

    def now(self) -> int:
        """UTC milliseconds."""
        return time.time_ns() // 1_000_000

    def _nap(self, remaining: int) -> float:
        return min(remaining / 1_000, LONGEST_NAP)


class ManualClock(_WakingClock):
    """Stands still until it is moved; for tests and simulations."""

    def __init__(self, now: int) -> None:
        super().__init__()
        self._now = now

    def now(self) -> int:
        """UTC milliseconds."""
        return self._now

    def advance(self, milliseconds: int) -> None:
        """Move by so much, backwards if negative; whoever slept till then wakes in the loop's next turn."""
        self._now += milliseconds
        self._announce_jump()

    def _nap(self, remaining: int) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the followed clock said: its time, at which moment of ours (monotonic ns), and whether it stands still."""

    now: int
    taken_at: int
    frozen: bool
    revision: int | None

    def at(self, moment: int) -> int:
        return self.now if self.frozen else self.now + (moment - self.taken_at) // 1_000_000


class FollowedClock(_WakingClock):
    """Follows `GET url`, the sandbox's clock: `{"now": ms, "frozen"?: bool, "revision"?: n}`.

    Between answers it runs on the monotonic clock. With a revision the question is a long poll for the next jump,
    without one it is asked every 100 ms. Silence leaves it running.
    """

    def __init__(self, url: str, monotonic: Callable[[], int] = time.monotonic_ns) -> None:
        super().__init__()
        self._url = url
        self._monotonic = monotonic
        self._reading: _Reading | None = None
        self._session: aiohttp.ClientSession | None = None
        self._following: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Wait for the first answer and follow from then on; raises ClockUnreachable after PATIENCE."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(LONG_POLL + ANSWER_TIMEOUT))
        try:
            async with asyncio.timeout(PATIENCE):
                await self._first_answer(self._session)
        except TimeoutError:
            await self.close()
            raise ClockUnreachable(f"{self._url} did not tell the time within {PATIENCE:.0f} s") from None
        self._following = asyncio.create_task(self._follow(self._session))

    async def close(self) -> None:
        """Stop following; the clock goes on from where it is."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
            self._following = None
        if self._session is not None:
            await self._session.close()
            self._session = None

    def now(self) -> int:
        """UTC milliseconds; only after `start`."""
        if self._reading is None:
            raise RuntimeError("FollowedClock is asked before it was started")
        return self._reading.at(self._monotonic())

    def _nap(self, remaining: int) -> float | None:
        return None if self._reading is not None and self._reading.frozen else remaining / 1_000

    async def _first_answer(self, session: aiohttp.ClientSession) -> None:
        while True:
            if await self._look(session):
                return
            await asyncio.sleep(ASK_AGAIN)

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        while True:
            answered = await self._look(session)
            if not answered or self._reading is None or self._reading.revision is None:
                await asyncio.sleep(ASK_AGAIN)

    async def _look(self, session: aiohttp.ClientSession) -> bool:
        """Ask once; false if there was no answer, or one that makes no sense."""
        question: dict[str, int] = {}
        if self._reading is not None and self._reading.revision is not None:
            question = {"revision": self._reading.revision, "wait": LONG_POLL}
        try:
            async with session.get(self._url, params=question, raise_for_status=True) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return False
        reading = _read(answer, self._monotonic())
        if reading is not None:
            self._take_over(reading)
        return reading is not None

    def _take_over(self, reading: _Reading) -> None:
        before, self._reading = self._reading, reading
        if before is None:
            return
        difference = reading.now - before.at(reading.taken_at)
        if abs(difference) < JITTER and reading.frozen == before.frozen:
            self._reading = _Reading(before.now, before.taken_at, before.frozen, reading.revision)
        else:
            self._announce_jump()


def _read(answer: object, moment: int) -> _Reading | None:
    """A reading, or None for an answer that is no clock's."""
    if not isinstance(answer, dict) or not isinstance(now := answer.get("now"), int):
        return None
    revision = answer.get("revision")
    return _Reading(
        now, moment, answer.get("frozen") is True, revision if isinstance(revision, int) else None
    )
