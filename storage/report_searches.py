"""What a coordinator looks for among the reports: one search for each, narrowed step by step."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId

KEPT = 24 * 3600 * 1000  # ms; longer than anybody goes on looking


@dataclass(frozen=True, slots=True)
class Search:
    """`token` is what its buttons say; `words` are as typed; what `stage` and `period` mean is up to the caller."""

    token: str
    stage: str
    period: str
    words: str = ""
    grid: GridId | None = None


def remember(transaction: Transaction, member: MemberId, search: Search, now: int) -> None:
    """Keep what somebody looks for, in place of what they looked for before."""
    transaction.execute(
        "INSERT INTO report_searches (member_id, token, words, grid_id, stage, period, sought_at)"
        " VALUES (:member, :token, :words, :grid, :stage, :period, :now) ON CONFLICT (member_id) DO UPDATE"
        " SET token = excluded.token, words = excluded.words, grid_id = excluded.grid_id,"
        " stage = excluded.stage, period = excluded.period, sought_at = excluded.sought_at",
        {
            "member": member,
            "token": search.token,
            "words": search.words,
            "grid": search.grid,
            "stage": search.stage,
            "period": search.period,
            "now": now,
        },
    )


def last_of(transaction: Transaction, member: MemberId) -> Search | None:
    """What somebody looks for now; None when that was long ago or never."""
    row = transaction.one(
        "SELECT token, words, grid_id, stage, period FROM report_searches WHERE member_id = :member",
        {"member": member},
    )
    if row is None:
        return None
    grid = None if row["grid_id"] is None else GridId(row["grid_id"])
    return Search(row["token"], row["stage"], row["period"], row["words"], grid)


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop what nobody looks at any more; returns how many."""
    return transaction.execute(
        "DELETE FROM report_searches WHERE sought_at <= :before", {"before": now - KEPT}
    )


def forget_all(transaction: Transaction) -> None:
    """Drop all of it: any of it may be about somebody."""
    transaction.execute("DELETE FROM report_searches")
