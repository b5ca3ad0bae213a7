"""What was erased leaves the files too."""

from __future__ import annotations

import os
from pathlib import Path

from bot.clock import ManualClock
from bot.upkeep import DAY, tidy
from storage import migrating, settings
from storage.database import Transaction
from tests.unit.bot.rows import NOW
from tests.unit.bot.stage import Storage


def copy_of_age(path: Path, number: int, days: float) -> Path:
    copy = path.with_name(f"{path.name}.before-{number:04d}")
    copy.write_bytes(b"a copy")
    made_at = NOW / 1000 - days * DAY
    os.utime(copy, (made_at, made_at))
    return copy


async def test_what_was_erased_is_in_neither_the_file_nor_its_log(
    storage: Storage, clock: ManualClock, tmp_path: Path
) -> None:
    database_path = tmp_path / "bot.sqlite3"
    await storage.database.write(settings.write, "name", "欧阳锋")
    await storage.database.write(Transaction.execute, "DELETE FROM settings WHERE name = 'name'")
    assert "欧阳锋".encode() in database_path.with_name(f"{database_path.name}-wal").read_bytes()

    await tidy(storage.database, database_path, clock)

    for file in database_path.parent.iterdir():
        assert "欧阳锋".encode() not in file.read_bytes()


async def test_copies_go_after_the_days_that_people_were_promised(
    storage: Storage, clock: ManualClock, tmp_path: Path
) -> None:
    database_path = tmp_path / "bot.sqlite3"
    old, new = copy_of_age(database_path, 2, 30.01), copy_of_age(database_path, 3, 29.99)
    await tidy(storage.database, database_path, clock)
    assert not old.exists()
    assert new.exists()
    assert migrating.copies_of(database_path) == [new]
