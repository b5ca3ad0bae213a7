"""The care of the files themselves: what was erased leaves the log, and copies do not outlive their purpose."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from bot.backups import Folder
from bot.clock import Clock
from handlers.mydata.erasing import BACKUPS_KEPT
from storage import migrating
from storage.database import Database, StorageFault

EVERY = 3600.0  # seconds
DAY = 24 * 3600.0  # seconds
LEFTOVERS_KEPT = 1  # days; a copy that is being made is younger

log = structlog.get_logger()


async def keep_up(database: Database, folder: Folder, clock: Clock) -> None:
    """Tidy up now and every hour, until cancelled."""
    while True:
        try:
            await tidy(database, folder, clock)
        except (StorageFault, OSError) as fault:
            log.error("not tidied up; the next hour will do", fault=str(fault))
        await asyncio.sleep(EVERY)


async def tidy(database: Database, folder: Folder, clock: Clock) -> None:
    """Fold the database's log, and delete copies of it that are older than people were promised."""
    await database.fold_log()
    now = clock.now() / 1000
    for copy in [*migrating.copies_of(folder.database), *folder.copies()]:
        _delete_older(copy, now - BACKUPS_KEPT * DAY)
    for leftover in folder.leftovers():
        _delete_older(leftover, now - LEFTOVERS_KEPT * DAY)


def _delete_older(copy: Path, oldest: float) -> None:
    if copy.stat().st_mtime < oldest:
        copy.unlink()
        log.info("deleted an old copy of the database", copy=str(copy))
