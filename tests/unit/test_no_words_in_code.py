"""What people read stands in `messages/`: no Chinese in the code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HAVE_WORDS = ("messages", "tests", "bot/sandbox")  # the sandbox keeps its own
SKIPPED = ("build", "dist")
REVIEWED: Mapping[str, str] = {}  # path → why these words cannot stand in messages/

CHINESE = re.compile(
    "["
    "\u2e80-\u2fdf"  # radicals
    "\u3000-\u303f"  # punctuation
    "\u3100-\u312f"  # bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # characters
    "\uff00-\uffef"  # full-width forms
    "]"
)


def code() -> Iterator[tuple[str, str]]:
    """Path and text of every Python file that must be without words."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        is_hidden = any(part.startswith(".") or part in SKIPPED for part in path.relative_to(ROOT).parts)
        if not is_hidden and not name.startswith(tuple(f"{room}/" for room in HAVE_WORDS)):
            yield name, path.read_text(encoding="utf-8")


def lines_with_words(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if CHINESE.search(line)]


def test_no_chinese_stands_in_the_code() -> None:
    found = [
        f"{name}:{number}"
        for name, text in code()
        if name not in REVIEWED
        for number in lines_with_words(text)
    ]
    assert found == []


def test_every_reviewed_exception_is_still_one() -> None:
    with_words = {name for name, text in code() if lines_with_words(text)}
    assert REVIEWED.keys() <= with_words


def test_the_code_has_been_looked_into() -> None:
    looked_into = {name.split("/")[0] for name, _ in code()}
    assert {"bot", "handlers", "storage"} <= looked_into


@pytest.mark.parametrize("words", ["随手拍", "网格\u3002", "Ready\uff01", "\U00020bb7"])
def test_chinese_is_recognised(words: str) -> None:
    assert lines_with_words(f"x = 1\nsay({words!r})") == [2]


@pytest.mark.parametrize("code_only", ["x → y", "“quoted” … – 50 m² ≤", "Zoë 🚴"])
def test_other_signs_are_not_chinese(code_only: str) -> None:
    assert lines_with_words(code_only) == []
