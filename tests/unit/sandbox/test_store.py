"""What the sandbox's file keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.sandbox.store import LOST_AT_MOST, Counter, Store


def test_what_was_saved_is_loaded_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    store.save("person", 1, {"name": "李"})
    store.save("person", 2, {"name": "gone"})
    store.delete("person", 2)
    store.save_content("photo", b"\x00\xff")
    store.close()

    reopened = Store(tmp_path / "state")

    assert dict(reopened.load("person")) == {"1": {"name": "李"}}
    assert reopened.content("photo") == b"\x00\xff"


def test_content_can_be_read_before_it_is_written() -> None:
    store = Store()
    store.save_content("photo", b"new")

    assert store.content("photo") == b"new"
    with pytest.raises(KeyError):
        store.content("none")


def test_kinds_are_forgotten_as_a_whole() -> None:
    store = Store()
    store.save("person", 1, {})
    store.save("message", 1, {})
    store.forget(frozenset({"person"}))

    assert (list(store.load("person")), list(store.load("message"))) == ([], [("1", {})])


def test_a_number_goes_on_where_it_was(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    assert [Counter(store, "ids", start=41).next() for _ in range(2)] == [42, 43]
    store.close()

    assert Counter(Store(tmp_path / "state"), "ids").next() == 44


def test_after_a_kill_numbers_leave_a_gap(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    Counter(store, "ids").next()
    store.flush()
    for file in tmp_path.glob("state*"):  # what a kill leaves behind
        shutil.copy(file, tmp_path / file.name.replace("state", "left"))

    assert Counter(Store(tmp_path / "left"), "ids").next() == LOST_AT_MOST + 2
