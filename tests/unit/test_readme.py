"""What tests/README.md names exists, and every promise in it names something."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
HEAD = "| promise |"
ROWS = [
    line
    for line in (TESTS / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(HEAD)
]
PLACE = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")


def test_every_promise_names_where_it_is_shown() -> None:
    assert [row for row in ROWS if not PLACE.search(row)] == []


def test_everything_named_exists() -> None:
    named = [place for row in ROWS for place in PLACE.findall(row)]
    assert len(named) > len(ROWS)
    assert [place for place in named if not exists(*place)] == []


def exists(file: str, function: str) -> bool:
    """Whether there is such a file, and such a function in it; without a function the file is enough."""
    path = TESTS / file
    return path.is_file() and (not function or f"def {function}(" in path.read_text(encoding="utf-8"))
