"""What somebody looked for last, so that the pages of what was found can be turned."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import MemberId

KEPT = 24 * 3600 * 1000  # ms; longer than anybody goes on looking


@dataclass(frozen=True, slots=True)
class Search:
    """`token` is what buttons say; `words` are what was typed, empty for everybody."""

    token: str
    words: str


def remember(transaction: Transaction, member: MemberId, search: Search, now: int) -> None:
    """Keep what somebody looks for, in place of what they looked for before."""
    transaction.execute(
        "INSERT INTO people_searches (member_id, token, words, sought_at)"
        " VALUES (:member, :token, :words, :now) ON CONFLICT (member_id) DO UPDATE"
        " SET token = excluded.token, words = excluded.words, sought_at = excluded.sought_at",
        {"member": member, "token": search.token, "words": search.words, "now": now},
    )


def last_of(transaction: Transaction, member: MemberId) -> Search | None:
    """What somebody looked for last."""
    row = transaction.one(
        "SELECT token, words FROM people_searches WHERE member_id = :member", {"member": member}
    )
    return None if row is None else _search(row)


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop what nobody looks at any more; returns how many."""
    return transaction.execute(
        "DELETE FROM people_searches WHERE sought_at <= :before", {"before": now - KEPT}
    )


def forget_all(transaction: Transaction) -> None:
    """Drop all of it: any of it may be a name."""
    transaction.execute("DELETE FROM people_searches")


def _search(row: Row) -> Search:
    return Search(row["token"], row["words"])
