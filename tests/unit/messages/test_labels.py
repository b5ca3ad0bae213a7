"""The labels of a language are gathered from the tables of its rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

from messages import catalogue


def table(room: Path, words: str) -> None:
    room.mkdir(exist_ok=True)
    (room / "labels.toml").write_text(words, encoding="utf-8")


def test_one_group_may_stand_in_the_tables_of_several_rooms(tmp_path: Path) -> None:
    table(tmp_path, '[press]\nunknown = "?"')
    table(tmp_path / "reports", '[press]\naccepted = "!"\n[report]\naccept = "+"')
    assert catalogue.labels_below(tmp_path) == {
        "press.unknown": "?",
        "press.accepted": "!",
        "report.accept": "+",
    }


def test_a_key_that_stands_in_two_tables_is_an_error(tmp_path: Path) -> None:
    table(tmp_path / "points", '[press]\ndone = "1"')
    table(tmp_path / "reports", '[press]\ndone = "1"')
    with pytest.raises(ValueError, match=r"press\.done stands in .*reports.* and in another table"):
        catalogue.labels_below(tmp_path)
