"""Whom an award can go to: everybody active, found by a part of their name or by their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who was found."""

    id: MemberId
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A page of those who match, and how many there are in all."""

    page: Sequence[Candidate]
    total: int


def matching(transaction: Transaction, sought: str, besides: MemberId, limit: int, skipped: int) -> Found:
    """Everybody active but one whose name holds what is sought, or whose number it is, by name."""
    number = sought.removeprefix("#")
    is_number = number.isascii() and number.isdigit() and len(number) < 18
    wanted = {
        "pattern": _pattern(sought),
        "number": int(number) if is_number else None,
        "besides": besides,
        "limit": limit,
        "skipped": skipped,
    }
    where = (
        " FROM members WHERE standing = 'active' AND id <> :besides"
        " AND (id = :number OR name LIKE :pattern ESCAPE '!')"
    )
    rows = transaction.all(f"SELECT id, name{where} ORDER BY name, id LIMIT :limit OFFSET :skipped", wanted)
    total = transaction.number(f"SELECT count(*){where}", wanted)
    return Found([Candidate(MemberId(row["id"]), row["name"]) for row in rows], total)


def _pattern(text: str) -> str:
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
