"""Finding people on the team, or waiting to be, by a part of their name or by their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Row, Transaction
from storage.members import MemberId


class Order(StrEnum):
    """Who comes first in a list of people."""

    NEWEST = "newest"
    NAME = "name"  # by code point: those of one family name stand together


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a list: what to call them, and the names of their station, by language, if they have one."""

    id: MemberId
    name: str
    station: Mapping[str, str] | None


# Words are looked for in the index `members_on_the_team`, or in rows from the newest on, until enough are found.
BY_NAME = """
    SELECT members.id, members.name, platform, name_zh, name_en FROM members
    LEFT JOIN stations ON stations.id = station_id
    WHERE standing IN ('active', 'pending') AND members.name LIKE :pattern ESCAPE '!'
    ORDER BY members.name, members.id LIMIT :limit OFFSET :offset
"""
NEWEST_FIRST = """
    SELECT members.id, members.name, platform, name_zh, name_en FROM members
    LEFT JOIN stations ON stations.id = station_id
    WHERE standing IN ('active', 'pending') AND members.name LIKE :pattern ESCAPE '!'
    ORDER BY members.id DESC LIMIT :limit OFFSET :offset
"""


def find_by_name(
    transaction: Transaction, words: str, limit: int, offset: int = 0, order: Order = Order.NAME
) -> Sequence[Found]:
    """People whose name holds the words, whatever the case of its Latin letters; no words: everybody."""
    rows = transaction.all(
        BY_NAME if order is Order.NAME else NEWEST_FIRST,
        {"pattern": _pattern(words), "limit": limit, "offset": offset},
    )
    return [_found(row) for row in rows]


def count_by_name(transaction: Transaction, words: str) -> int:
    """How many people `find_by_name` can find."""
    return transaction.number(
        "SELECT count(*) FROM members"
        " WHERE standing IN ('active', 'pending') AND name LIKE :pattern ESCAPE '!'",
        {"pattern": _pattern(words)},
    )


def find_by_number(transaction: Transaction, number: int) -> Found | None:
    """The person who has a number, if they are on the team or wait to be."""
    row = transaction.one(
        "SELECT members.id, members.name, platform, name_zh, name_en FROM members"
        " LEFT JOIN stations ON stations.id = station_id"
        " WHERE members.id = :number AND standing IN ('active', 'pending')",
        {"number": number},
    )
    return None if row is None else _found(row)


def _pattern(words: str) -> str:
    escaped = words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"


def _found(row: Row) -> Found:
    station = None if row["platform"] is None else {"zh": row["name_zh"], "en": row["name_en"]}
    return Found(MemberId(row["id"]), row["name"], station)
