"""The sandbox's own time: real time that can be moved forward or stood still."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

LONGEST_NAP = 3600.0  # seconds; a sleeper looks at the clock at least this often


def _real_milliseconds() -> int:
    return time.time_ns() // 1_000_000


class SandboxClock:
    """Everything timed in the sandbox asks this clock.

    Times are integer UTC milliseconds. `offset` is how far the clock is ahead of real time, so that a sandbox
    that is started again can go on where it was.
    """

    def __init__(self, offset: int = 0, real: Callable[[], int] = _real_milliseconds) -> None:
        self._real = real
        self._offset = offset
        self._stopped_at: int | None = None
        self._jumped = asyncio.Event()
        self.revision = 0

    def now(self) -> int:
        """The sandbox's time in UTC milliseconds."""
        return self._real() + self._offset if self._stopped_at is None else self._stopped_at

    @property
    def offset(self) -> int:
        """How many milliseconds this clock is ahead of real time."""
        return self.now() - self._real()

    @property
    def frozen(self) -> bool:
        """Whether time stands still until it is moved by hand."""
        return self._stopped_at is not None

    def advance(self, seconds: float) -> None:
        """Jump forward; raises ValueError for a jump back, which no bot would survive."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        milliseconds = round(seconds * 1000)
        if self._stopped_at is None:
            self._offset += milliseconds
        else:
            self._stopped_at += milliseconds
        self._announce_jump()

    def freeze(self, frozen: bool) -> None:
        """Stand still, or go on from the moment at which the clock stood."""
        if frozen == self.frozen:
            return
        if self._stopped_at is None:
            self._stopped_at = self.now()
        else:
            self._offset = self._stopped_at - self._real()
            self._stopped_at = None
        self._announce_jump()

    async def sleep_until(self, moment: int) -> None:
        """Return once `now()` has reached `moment` (UTC ms), at once if a jump passes it."""
        while (remaining := moment - self.now()) > 0:
            nap = LONGEST_NAP if self.frozen else min(remaining / 1000, LONGEST_NAP)
            await self.changed(self.revision, nap)

    async def changed(self, revision: int, timeout: float) -> bool:  # noqa: ASYNC109 - real time, not ours
        """Wait up to `timeout` real seconds for a jump after `revision`; tell whether there was one."""
        if self.revision == revision:
            # Not wait_for: being let go and cancelled at the same time, it would forget that it was cancelled.
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self._jumped.wait()
        return self.revision != revision

    def release(self) -> None:
        """Let go whoever waits for a jump: the sandbox ends."""
        self._jumped.set()
        self._jumped = asyncio.Event()

    def _announce_jump(self) -> None:
        self.revision += 1
        self._jumped.set()
        self._jumped = asyncio.Event()
