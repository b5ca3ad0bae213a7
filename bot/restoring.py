"""Putting a copy in the place of the database: refused unless it is sound, and never without keeping what was there.

Whenever it is interrupted, there is a whole database in place: the one of before, or the copy.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import lock
from storage import copies, migrating, restoring
from storage.restoring import Kept, Known

ASIDE = (
    f"{migrating.COPY_SUFFIX}restore-"  # and the local time: the file of before, which upkeep deletes in time
)
PREPARED = ".restoring"


class NotRestored(Exception):
    """The file cannot be put in place; nothing has changed. Its text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now, where that of before is, and what that one had beyond it (None: it cannot be read)."""

    kept: Kept
    aside: Path | None
    lost: Known | None

    def as_text(self, zone: ZoneInfo) -> str:
        """The same for whoever looks after the bot."""
        until = f"{datetime.fromtimestamp(self.kept.until / 1000, zone):%Y-%m-%d %H:%M}"
        lines = [
            f"Restored: everything until {until}, with {self.kept.members} active people"
            f" and {self.kept.reports} reports."
        ]
        if self.aside is not None:
            lines += [
                self._losses(until),
                f"The file of before is {self.aside}; it is deleted after 30 days.",
            ]
        if self.kept.uncertain:
            lines.append(
                f"{self.kept.uncertain} messages may or may not have been sent before; they are not sent again."
            )
        lines.append("Tell the coordinators, then start the bot.")
        return "\n".join(lines)

    def _losses(self, until: str) -> str:
        if self.lost is None:
            return (
                f"The file of before cannot be read: whatever happened after {until} is lost, and whoever"
                " erased themselves since is in it again. Numbers of reports go on 1,000 further."
            )
        return (
            f"Lost, because it came later: {self.lost.reports} reports, {self.lost.members} people met."
            f" {self.kept.erased} people who erased themselves since are erased again."
        )


def restore(file: Path, database: Path, now: int, zone: ZoneInfo) -> Restored:
    """Put a verified copy in place, told of what has happened since (see `storage.restoring`).

    Raises AlreadyRunning while a bot runs, NotRestored, OSError.
    """
    with lock.hold(database):
        _demand_sound(file, database)
        prepared = database.with_name(f"{database.name}{PREPARED}")
        try:
            shutil.copyfile(file, _created(prepared))
            for migration in copies.change(prepared, migrating.pending):
                copies.change(prepared, migrating.apply, migration, now)
            known = _known_of(database, prepared)
            kept = copies.change(prepared, restoring.bring_up, known, secrets.token_hex(8), now)
            copies.bring_to_disk(prepared)
            aside = _put_aside(database, now, zone)
            prepared.rename(database)
            copies.bring_to_disk(database.parent)
        finally:
            for left in _with_companions(prepared):
                left.unlink(missing_ok=True)
    return Restored(kept, aside, known)


def _demand_sound(file: Path, database: Path) -> None:
    newest = migrating.all_migrations()[-1].number
    try:
        if database.exists() and file.samefile(database):
            raise NotRestored(f"{file} is the database itself")
        contents = copies.examine(file)
    except OSError as error:
        raise NotRestored(f"{file} cannot be read: {error.strerror}") from error
    except copies.Unsound as error:
        raise NotRestored(str(error)) from error
    if contents.version > newest:
        raise NotRestored(
            f"{file} has schema {contents.version}, this version knows only {newest}; upgrade first"
        )


def _created(path: Path) -> Path:
    """A new file for its owner alone, in the place of what an interrupted restore has left."""
    for left in _with_companions(path):
        left.unlink(missing_ok=True)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _known_of(database: Path, prepared: Path) -> Known | None:
    """What the present database knows beyond the copy; None when it is not there or cannot be read."""
    if not database.exists():
        return None
    since = copies.look(prepared, restoring.reaches_until)
    try:
        return copies.look(database, restoring.what_is_known, since)
    except sqlite3.Error:
        return None


def _put_aside(database: Path, now: int, zone: ZoneInfo) -> Path | None:
    """Keep the present file under another name too; what it has in its log comes along."""
    if not database.exists():
        return None
    local = datetime.fromtimestamp(now / 1000, zone)
    aside = database.with_name(f"{database.name}{ASIDE}{local:%Y%m%d-%H%M%S}")
    with suppress(sqlite3.Error):
        copies.fold(database)
    wal, shm = (database.with_name(f"{database.name}{ending}") for ending in ("-wal", "-shm"))
    if wal.exists():  # it could not be folded in; together they are whatever they were
        wal.rename(aside.with_name(f"{aside.name}-wal"))
    shm.unlink(missing_ok=True)
    _link(database, aside)
    os.utime(aside, (now / 1000, now / 1000))
    return aside


def _link(file: Path, other: Path) -> None:
    """The same file under another name too; a copy where the disk knows no such thing."""
    try:
        os.link(file, other)
    except OSError:
        shutil.copy2(file, other)
        copies.bring_to_disk(other)


def _with_companions(path: Path) -> list[Path]:
    return [path, *(path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm", "-journal"))]
