"""Copies of the database in a folder of their own: made beside the running bot, verified by opening them, then named.

A file under its final name is whole: it was written under another one, opened, compared and brought to disk before.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import disk_usage
from zoneinfo import ZoneInfo

import structlog

from bot import failpoints
from bot.clock import SystemClock
from bot.effects import effect_arrival
from bot.sending import Done, unhindered
from bot.settings import Settings
from handlers.mydata.erasing import BACKUPS_KEPT
from handlers.surroundings import Clock
from storage import copies, inbox
from storage.backups import Fault
from storage.copies import Contents, Unsound
from storage.database import StorageFault, Transaction
from storage.outbox import Ending, OutboxRow, State

UNFINISHED = ".unfinished"  # how a copy ends that is being made, or that a crash has left
RESERVE = 64 * 1024 * 1024  # bytes; a copy must not take the room that the bot itself needs

__all__ = ["BACKUPS_KEPT", "BackupFailed", "Backups", "Folder", "MadeBackup", "backups_of", "by_hand", "make"]

log = structlog.get_logger()


class BackupFailed(Exception):
    """There is no copy. Its text is one line for whoever looks after the bot."""

    def __init__(self, fault: Fault, line: str) -> None:
        super().__init__(line)
        self.fault = fault


class _GivenUp(Exception):
    """The process stops."""


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A copy that was verified: `size` in bytes, and what it holds."""

    path: Path
    size: int
    contents: Contents

    @property
    def people(self) -> int:
        """How many people it knows."""
        return self.contents.rows.get("members", 0)

    @property
    def reports(self) -> int:
        """How many reports and drafts it holds."""
        return self.contents.rows.get("reports", 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where copies are kept, and of which database."""

    path: Path
    database: Path

    def copies(self) -> list[Path]:
        """The copies there are, the oldest first; names begin with the time."""
        time = f"{'[0-9]' * 8}-{'[0-9]' * 6}"
        return sorted(self.path.glob(f"{self.database.stem}-{time}*{self.database.suffix}"))

    def leftovers(self) -> list[Path]:
        """What crashes have left, or what is being made."""
        return sorted(self.path.glob(f"*{UNFINISHED}*"))

    def next_path(self, now: int, zone: ZoneInfo) -> Path:
        """A name that is free, with the local time in it."""
        local = datetime.fromtimestamp(now / 1000, zone)
        named = self.path / f"{self.database.stem}-{local:%Y%m%d-%H%M%S}{self.database.suffix}"
        beside = (named.with_stem(f"{named.stem}-{again}") for again in range(2, 1000))
        return next(path for path in (named, *beside) if not path.exists())

    def prepare(self) -> None:
        """Make it, for its owner alone. Raises BackupFailed."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.stat().st_uid == os.getuid():
                self.path.chmod(0o700)
        except OSError as error:
            raise BackupFailed(Fault.NO_FOLDER, f"{self.path} cannot be used: {error.strerror}") from error


def make(database: Path, target: Path, now: int, go_on: Callable[[], None] = lambda: None) -> MadeBackup:
    """Copy a database to a path where nothing is yet; the file's time is `now` (UTC ms). Takes as long as it takes.

    Raises BackupFailed, and what `go_on` raises, which is called now and then; then nothing is left.
    """
    unfinished = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        _demand_room(database, target.parent)
        unfinished.unlink(missing_ok=True)
        made = _verified(unfinished, copies.make(database, unfinished, go_on))
        os.utime(unfinished, (now / 1000, now / 1000))
        copies.bring_to_disk(unfinished)
        failpoints.hit("backup.verified")
        unfinished.rename(target)
        copies.bring_to_disk(target.parent)
    except Unsound as error:
        raise BackupFailed(Fault.UNSOUND, str(error)) from error
    except (StorageFault, OSError) as error:
        raise BackupFailed(_fault_of(error), str(error)) from error
    finally:
        for left in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)
    return MadeBackup(target, target.stat().st_size, made)


def by_hand(settings: Settings, file: Path | None) -> MadeBackup:
    """Make a copy for the command line, into the folder unless a file is named. Raises BackupFailed."""
    database, now = settings.database, SystemClock().now()
    if not database.exists():
        raise BackupFailed(Fault.BROKEN, f"there is no database at {database}")
    if file is None:
        folder = backups_of(settings)
        folder.prepare()
        return make(database, folder.next_path(now, settings.zone), now)
    if file.exists():
        raise BackupFailed(Fault.BROKEN, f"{file} is there already; choose another name")
    if not file.parent.is_dir():
        raise BackupFailed(Fault.NO_FOLDER, f"there is no folder {file.parent}")
    return make(database, file, now)


def backups_of(settings: Settings) -> Folder:
    """Where copies of the database are kept."""
    return Folder(settings.backups_folder, settings.database)


def _demand_room(database: Path, folder: Path) -> None:
    wal = database.with_name(f"{database.name}-wal")
    needed = database.stat().st_size + (wal.stat().st_size if wal.exists() else 0) + RESERVE
    if disk_usage(folder).free < needed:
        raise BackupFailed(Fault.NO_ROOM, f"there is no room for a copy in {folder}: it takes {needed} bytes")


def _verified(copy: Path, expected: Contents) -> Contents:
    failpoints.hit("backup.copied")
    found = copies.examine(copy)
    if found != expected:
        raise Unsound(f"{copy} does not hold what the database held")
    return found


def _fault_of(error: Exception) -> Fault:
    if copies.is_no_room(error):
        return Fault.NO_ROOM
    return Fault.NO_FOLDER if isinstance(error, PermissionError | FileNotFoundError) else Fault.BROKEN


class Backups:
    """Carries out the rows that ask for a copy, in a thread; what comes of it is an `Effect` event."""

    def __init__(self, folder: Folder, clock: Clock, zone: ZoneInfo) -> None:
        self._folder = folder
        self._clock = clock
        self._zone = zone

    async def attempt(self, row: OutboxRow, may_call: Callable[[], bool] = unhindered) -> Done:
        """Make the copy. Cancelled, it leaves nothing, and the row is tried again by the next process."""
        stopping = threading.Event()

        def go_on() -> None:
            if stopping.is_set():
                raise _GivenUp

        try:
            made = await asyncio.to_thread(self._make, go_on)
        except asyncio.CancelledError:
            stopping.set()
            raise
        except BackupFailed as error:
            log.error("no backup was made", fault=error.fault, why=str(error))
            return Done(Ending(row.id, State.FAILED, error.fault))
        log.info("backup made", file=str(made.path), bytes=made.size)
        return Done(Ending(row.id, State.SENT), lambda transaction: self._tell(row, made, transaction))

    def _make(self, go_on: Callable[[], None]) -> MadeBackup:
        now = self._clock.now()
        self._folder.prepare()
        return make(self._folder.database, self._folder.next_path(now, self._zone), now, go_on)

    def _tell(self, row: OutboxRow, made: MadeBackup, transaction: Transaction) -> None:
        result = {"file": made.path.name, "bytes": made.size}
        inbox.add(transaction, [effect_arrival(row, ok=True, result=result)], self._clock.now())
