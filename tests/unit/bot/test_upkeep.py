"""What was erased leaves the files too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.backups import Folder
from bot.clock import ManualClock
from bot.upkeep import DAY, tidy
from storage import migrating, settings
from storage.database import Transaction
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage


def copy_of_age(path: Path, number: int, days: float) -> Path:
    return file_of_age(path.with_name(f"{path.name}.before-{number:04d}"), days)


def file_of_age(path: Path, days: float) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"a copy")
    made_at = NOW / 1000 - days * DAY
    os.utime(path, (made_at, made_at))
    return path


async def test_what_was_erased_is_in_neither_the_file_nor_its_log(
    storage: Storage, clock: ManualClock, tmp_path: Path
) -> None:
    database_path = tmp_path / "bot.sqlite3"
    await storage.database.write(settings.write, "name", "欧阳锋")
    await storage.database.write(Transaction.execute, "DELETE FROM settings WHERE name = 'name'")
    assert "欧阳锋".encode() in database_path.with_name(f"{database_path.name}-wal").read_bytes()

    await tidy(storage.database, Folder(tmp_path / "backups", database_path), clock)

    for file in database_path.parent.iterdir():
        assert "欧阳锋".encode() not in file.read_bytes()


async def test_copies_go_after_the_days_that_people_were_promised(
    storage: Storage, clock: ManualClock, tmp_path: Path
) -> None:
    database_path = tmp_path / "bot.sqlite3"
    old, new = copy_of_age(database_path, 2, 30.01), copy_of_age(database_path, 3, 29.99)
    await tidy(storage.database, Folder(tmp_path / "backups", database_path), clock)
    assert not old.exists()
    assert new.exists()
    assert migrating.copies_of(database_path) == [new]


@pytest.mark.parametrize(
    "name", ["backups/bot-20260801-030000.sqlite3", "bot.sqlite3.before-restore-20260801-120000"]
)
async def test_backups_and_what_a_restore_put_aside_go_too(
    storage: Storage, clock: ManualClock, tmp_path: Path, name: str
) -> None:
    old = file_of_age(tmp_path / name, 30.01)
    new = file_of_age(tmp_path / name.replace("0801", "0802"), 29.99)
    other = file_of_age(tmp_path / "backups" / "bot-of-a-friend.sqlite3", 400)
    await tidy(storage.database, Folder(tmp_path / "backups", tmp_path / "bot.sqlite3"), clock)
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


async def test_what_a_crash_has_left_of_a_backup_goes_after_a_day(
    storage: Storage, clock: ManualClock, tmp_path: Path
) -> None:
    left = file_of_age(tmp_path / "backups" / ".bot-20260801-030000.sqlite3.unfinished", 1.01)
    being_made = file_of_age(tmp_path / "backups" / ".bot-20260802-030000.sqlite3.unfinished", 0.1)
    await tidy(storage.database, Folder(tmp_path / "backups", tmp_path / "bot.sqlite3"), clock)
    assert (left.exists(), being_made.exists()) == (False, True)
