"""Tasks that must not end: the first that fails stops the process, and its error is what the process ends with."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import structlog

log = structlog.get_logger()


class Supervisor:
    """Starts named tasks and sets `stop` when one of them fails."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._failure: BaseException | None = None

    def start(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Run it; when it raises, everything stops."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        self._tasks[name] = task

    async def finish(self, name: str, patience: float) -> bool:
        """Give a task this many seconds to end by itself; returns whether it did, and well."""
        task = self._tasks[name]
        await asyncio.wait([task], timeout=patience)
        if not task.done():
            log.warning("cut short", task=name)
            await self.cancel(name)
            return False
        return not task.cancelled() and task.exception() is None

    async def cancel(self, name: str) -> None:
        """End a task now."""
        self._tasks[name].cancel()
        await asyncio.wait([self._tasks[name]])

    async def cancel_all(self) -> None:
        """End whatever still runs."""
        for task in self._tasks.values():
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    def raise_failure(self) -> None:
        """Raise what the first failed task raised."""
        if self._failure is not None:
            raise self._failure

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or task.exception() is None:
            return
        if self._failure is None:
            self._failure = task.exception()
            log.error("a part failed; stopping", task=task.get_name(), error=repr(self._failure))
        self._stop.set()
