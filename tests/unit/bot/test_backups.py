"""A file under its final name is whole; whatever goes wrong leaves none, and its reason."""

from __future__ import annotations

import asyncio
import json
from collections import namedtuple
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import backups
from bot.backups import BackupFailed, Backups, Folder, by_hand, make
from bot.clock import ManualClock
from bot.effects import undelivered
from bot.failpoints import FailpointReached, activate, deactivate
from bot.sending import Done
from bot.settings import Settings
from storage import copies, inbox
from storage.backups import Fault
from storage.copies import Contents
from storage.inbox import EventKind
from storage.outbox import OutboxRow, State
from tests.unit.bot.rows import NOW, download
from tests.unit.bot.stage import Storage

ZONE = ZoneInfo("Asia/Shanghai")
ROW = replace(
    download(1),
    method="backUp",
    channel="clock",
    effect="backup ended",
    parameters={"carried": {"backup": 7}},
)
Usage = namedtuple("Usage", "free")


@pytest.fixture
def folder(tmp_path: Path, storage: Storage) -> Folder:
    """Beside a database that is open and in use."""
    return Folder(tmp_path / "backups", tmp_path / "bot.sqlite3")


async def attempt(folder: Folder, clock: ManualClock, row: OutboxRow = ROW) -> Done:
    return await Backups(folder, clock, ZONE).attempt(row)


async def test_a_copy_is_made_beside_the_open_database_and_told_of(
    folder: Folder, clock: ManualClock, storage: Storage
) -> None:
    done = await attempt(folder, clock)
    (copy,) = folder.path.iterdir()
    assert copies.examine(copy).rows["settings"] >= 0
    assert done.ending.state is State.SENT
    assert done.also is not None
    await storage.database.write(done.also)
    (event,) = await storage.database.read(inbox.waiting, 10)
    assert event.kind is EventKind.EFFECT
    told = json.loads(event.body)
    assert (told["name"], told["ok"]) == ("backup ended", True)
    assert told["result"] == {"backup": 7, "file": copy.name, "bytes": copy.stat().st_size}


async def test_folder_and_file_are_for_their_owner_and_named_by_local_time(
    folder: Folder, clock: ManualClock
) -> None:
    await attempt(folder, clock)
    (copy,) = folder.copies()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.stat().st_mtime == NOW / 1000
    assert copy.name == folder.next_path(NOW, ZONE).name.replace("-2.sqlite3", ".sqlite3")


async def test_two_copies_of_the_same_second_stand_side_by_side(folder: Folder, clock: ManualClock) -> None:
    await attempt(folder, clock)
    await attempt(folder, clock)
    assert len(folder.copies()) == 2


async def test_without_room_none_is_begun(
    folder: Folder, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "disk_usage", lambda _: Usage(free=1_000_000))
    await fails(folder, clock, Fault.NO_ROOM)


async def test_a_folder_that_cannot_be_made_is_named_as_the_reason(
    folder: Folder, clock: ManualClock, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    await fails(Folder(tmp_path / "file" / "backups", folder.database), clock, Fault.NO_FOLDER)


async def test_a_copy_that_does_not_pass_its_check_is_thrown_away(
    folder: Folder, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "examine", lambda _: Contents(1, {}))
    await fails(folder, clock, Fault.UNSOUND)


async def fails(folder: Folder, clock: ManualClock, fault: Fault) -> None:
    """There is no copy, and the reason comes back as an event."""
    done = await attempt(folder, clock)
    assert (done.ending.state, done.ending.reason) == (State.FAILED, fault)
    told = undelivered(ROW, done.ending)
    assert told is not None
    assert json.loads(told.body)["result"] == {"backup": 7, "reason": fault}
    assert not folder.path.is_dir() or list(folder.path.iterdir()) == []


@pytest.mark.parametrize("point", ["backup.copied", "backup.verified"])
def test_whatever_breaks_on_the_way_leaves_nothing(folder: Folder, point: str) -> None:
    folder.prepare()
    activate(f"{point}=raise@1")
    try:
        with pytest.raises(FailpointReached):
            make(folder.database, folder.next_path(NOW, ZONE), NOW)
    finally:
        deactivate()
    assert list(folder.path.iterdir()) == []


async def test_a_stop_gives_the_copy_up_and_leaves_nothing(
    folder: Folder, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "PAGES", 1)
    making = asyncio.create_task(attempt(folder, clock))
    while not folder.leftovers():
        await asyncio.sleep(0.001)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    while folder.leftovers():
        await asyncio.sleep(0.001)
    assert folder.copies() == []


def test_what_a_crash_left_is_no_hindrance(folder: Folder) -> None:
    folder.prepare()
    target = folder.next_path(NOW, ZONE)
    target.with_name(f".{target.name}{backups.UNFINISHED}").write_bytes(b"half")
    make(folder.database, target, NOW)
    assert list(folder.path.iterdir()) == [target]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        make(tmp_path / "none.sqlite3", tmp_path / "copy.sqlite3", NOW)
    assert list(tmp_path.iterdir()) == []


def by_hand_in(folder: Path, file: Path | None) -> backups.MadeBackup:
    settings = Settings.model_validate({"token": "1:secret", "database": folder / "bot.sqlite3"})
    return by_hand(settings, file)


def test_by_hand_it_goes_into_the_folder_or_where_it_is_told(folder: Folder, tmp_path: Path) -> None:
    assert by_hand_in(tmp_path, None).path in folder.copies()
    assert by_hand_in(tmp_path, tmp_path / "copy").path == tmp_path / "copy"


@pytest.mark.parametrize(
    ("file", "said"),
    [("bot.sqlite3", "choose another name"), ("nowhere/copy", "there is no folder")],
)
def test_by_hand_it_goes_over_nothing(folder: Folder, tmp_path: Path, file: str, said: str) -> None:
    with pytest.raises(BackupFailed, match=said):
        by_hand_in(tmp_path, tmp_path / file)


def test_by_hand_it_needs_a_database(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="no database"):
        by_hand_in(tmp_path, None)
    assert list(tmp_path.iterdir()) == []
