"""The lock beside the database, held against other processes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import lock
from bot.lock import AlreadyRunning, hold, is_held, lock_path

HOLDER = """
import sys, pathlib, bot.lock
with bot.lock.hold(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_process_holding(database: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)],
        cwd=Path(lock.__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_the_lock_is_free_before_held_during_and_free_after(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    assert not is_held(database)
    with hold(database):
        assert is_held(database)
        assert lock_path(database).read_text() == f"{os.getpid()}\n"
    assert not is_held(database)
    with hold(database):
        pass


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    with another_process_holding(database) as process:
        assert is_held(database)
        with pytest.raises(AlreadyRunning, match=str(process.pid)) as caught, hold(database):
            pass
        assert caught.value.pid == process.pid


def test_a_killed_process_leaves_the_lock_free(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    with another_process_holding(database) as process:
        process.kill()
        process.wait()
        assert not is_held(database)
        with hold(database):
            pass


def test_a_shorter_pid_leaves_nothing_of_a_longer_one(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    lock_path(database).write_text("12345678901234567890")
    with hold(database):
        assert lock_path(database).read_text() == f"{os.getpid()}\n"


def test_a_holder_that_has_not_written_its_number_yet_is_unknown(tmp_path: Path) -> None:
    database = tmp_path / "bot.db"
    with hold(database):
        lock_path(database).write_text("")
        with pytest.raises(AlreadyRunning, match="unknown") as caught, hold(database):
            pass
    assert caught.value.pid is None


def test_only_its_owner_can_read_the_lock(tmp_path: Path) -> None:
    with hold(tmp_path / "bot.db"):
        assert lock_path(tmp_path / "bot.db").stat().st_mode & 0o777 == 0o600
