"""Copies are of one moment, and are not trusted before they were opened."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from storage import copies, migrating, settings
from storage.copies import Unsound
from storage.database import StorageFault, Transaction, connect
from tests.unit import new_file


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A database of ours with something in it."""
    path = tmp_path / "bot.sqlite3"
    new_file.make(path)
    copies.change(path, settings.write, "name", "value")
    return path


def nothing() -> None:
    """Go on."""


def test_a_copy_holds_what_the_database_held_and_is_for_its_owner_alone(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    made = copies.make(source, target, nothing)
    assert copies.examine(target) == made
    assert made.rows["settings"] == 1
    assert made.version == migrating.all_migrations()[-1].number
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite3"]


def test_a_copy_made_while_pairs_are_written_holds_whole_pairs(source: Path, tmp_path: Path) -> None:
    """Two rows of one transaction are both there or neither, and nobody who writes is turned away."""
    done, filler = threading.Event(), "x" * 100_000
    written = write_pair(source, 0, filler)
    for number in range(1, 60):
        write_pair(source, number, filler)

    def write() -> None:
        nonlocal written
        while not done.is_set():
            written = write_pair(source, written + 60, filler)

    writer = threading.Thread(target=write)
    writer.start()
    made = copies.make(source, tmp_path / "copy.sqlite3", nothing)
    done.set()
    writer.join()
    found = copies.look(tmp_path / "copy.sqlite3", Transaction.all, PAIRS)
    assert {row["halves"] for row in found} == {2}
    assert len(found) >= 60
    assert copies.examine(tmp_path / "copy.sqlite3") == made


PAIRS = "SELECT value, count(*) AS halves FROM settings WHERE name LIKE 'pair%' GROUP BY substr(value, 1, 10)"


def write_pair(path: Path, number: int, filler: str) -> int:
    connection = connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        for half in ("left", "right"):
            settings.write(Transaction(connection), f"pair {number} {half}", f"{number:010d}{filler}")
        connection.execute("COMMIT")
    finally:
        connection.close()
    return number + 1


def test_a_copy_can_be_given_up_between_two_steps(source: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with pytest.raises(Stop):
        copies.make(source, tmp_path / "copy.sqlite3", stop)


def test_nothing_is_written_over(source: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("mine")
    with pytest.raises(FileExistsError):
        copies.make(source, tmp_path / "copy.sqlite3", nothing)
    assert (tmp_path / "copy.sqlite3").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"hello " * 1000])
def test_what_is_no_database_is_unsound(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(Unsound, match="database"):
        copies.examine(file)


def test_a_database_of_somebody_else_is_unsound(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.sqlite3")
    connection.execute("CREATE TABLE birds (name TEXT)")
    connection.close()
    with pytest.raises(Unsound, match="none of this bot's"):
        copies.examine(tmp_path / "other.sqlite3")


def test_a_damaged_page_is_found(source: Path, tmp_path: Path) -> None:
    copies.make(source, tmp_path / "copy.sqlite3", nothing)
    content = bytearray((tmp_path / "copy.sqlite3").read_bytes())
    content[4096:8192] = b"\xaa" * 4096
    (tmp_path / "copy.sqlite3").write_bytes(content)
    with pytest.raises(Unsound):
        copies.examine(tmp_path / "copy.sqlite3")


def test_a_row_that_speaks_of_nobody_is_found(source: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(source)
    connection.execute("INSERT INTO member_roles (member_id, role) VALUES (99, 'courier')")
    connection.commit()
    connection.close()
    copies.make(source, tmp_path / "copy.sqlite3", nothing)
    with pytest.raises(Unsound, match="member_roles"):
        copies.examine(tmp_path / "copy.sqlite3")


def test_a_source_that_cannot_be_read_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "bot.sqlite3").write_text("hello " * 1000)
    with pytest.raises(StorageFault):
        copies.make(tmp_path / "bot.sqlite3", tmp_path / "copy.sqlite3", nothing)


def test_a_full_disk_is_known_as_such(source: Path) -> None:
    def fill(transaction: Transaction) -> None:
        transaction.execute("PRAGMA max_page_count = 1")
        for number in range(1000):
            settings.write(transaction, f"{number}", "x" * 1000)

    with pytest.raises(sqlite3.OperationalError) as full:
        copies.change(source, fill)
    assert copies.is_no_room(full.value)
    assert copies.is_no_room(OSError(28, "No space left on device"))
    assert not copies.is_no_room(OSError(13, "Permission denied"))
