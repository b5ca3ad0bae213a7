"""One process per database: an exclusive lock beside it, which the kernel releases however the process ends.

The lock belongs to an open file, and a forked child would share it and outlive us with it: start worker processes
with `spawn`.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ATTEMPTS = 5  # who asks `is_held` holds the lock for an instant, and that must not look like another bot
PAUSE = 0.01  # seconds between attempts


class AlreadyRunning(Exception):
    """Another process holds the lock; `pid` names it, if it has written its number yet."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"the database is in use by process {pid or 'unknown'}")
        self.pid = pid


def lock_path(database: Path) -> Path:
    """Where a database's lock is. The file stays when it is released: removing it would let two in."""
    return database.with_name(f"{database.name}.lock")


@contextmanager
def hold(database: Path) -> Iterator[None]:
    """Hold the database's lock; raises AlreadyRunning if somebody else does."""
    database.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock_path(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, b"%d\n" % os.getpid())
        yield
    finally:
        os.close(descriptor)


def is_held(database: Path) -> bool:
    """Whether a process holds the database's lock."""
    try:
        descriptor = os.open(lock_path(database), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _take(descriptor: int) -> None:
    for _ in range(ATTEMPTS):
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(PAUSE)
    raise AlreadyRunning(_holder(descriptor))


def _holder(descriptor: int) -> int | None:
    text = os.pread(descriptor, 32, 0).strip()
    return int(text) if text.isdigit() else None
