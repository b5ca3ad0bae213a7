"""What people write of dangers, in every language at once. It is a hint and no more: "no gas today" is none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from messages.catalogue import Language, label

DANGERS = ("fire", "injured", "gas", "live_cable", "open_manhole")  # what is worse first


def found_in(text: str) -> str | None:
    """The first of `DANGERS` that a text speaks of; None when it speaks of none."""
    said = text.lower()
    return next((danger for danger, words in _words().items() if any(word in said for word in words)), None)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return {danger: tuple(_written(danger)) for danger in DANGERS}


def _written(danger: str) -> list[str]:
    return [
        words.strip()
        for language in Language
        for words in label(language, f"danger_words.{danger}").lower().split("|")
    ]
