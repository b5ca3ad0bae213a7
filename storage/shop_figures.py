"""The shop in figures: what a month brought, and what became of a donation. Counts only; nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.goods import GoodsId
from storage.stock import BatchId


@dataclass(frozen=True, slots=True)
class Month:
    """Points that were issued (what was taken back left out), redeemed, expired, and on hold when it was over.

    `pickups` counts every piece that was handed out, `people` everybody who had one, once.
    """

    issued: int
    redeemed: int
    expired: int
    held: int
    pickups: int
    people: int


@dataclass(frozen=True, slots=True)
class Donated:
    """What came in from a donor and went out in a period, of some goods."""

    donor: str
    goods: GoodsId
    received: int
    handed_out: int
    written_off: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch. `missing` is below zero when more was found than there should be."""

    received: int
    handed_out: int
    people: int
    free: int
    held: int
    written_off: int
    missing: int


def of_month(transaction: Transaction, since: int, until: int) -> Month:
    """What happened from `since` to before `until` (UTC ms)."""
    period = {"since": since, "until": until}
    return Month(
        issued=_moved(transaction, "debit", "issuer", period)
        - _moved(transaction, "credit", "issuer", period),
        redeemed=transaction.number(
            "SELECT sum(price) FROM redemptions WHERE state = 'collected'"
            " AND ended_at >= :since AND ended_at < :until",
            period,
        ),
        expired=_moved(transaction, "credit", "expired", period),
        held=transaction.number(
            "SELECT sum(price) FROM redemptions WHERE held_at < :until"
            " AND (ended_at IS NULL OR ended_at >= :until)",
            {"until": until},
        ),
        pickups=_collected(transaction, "*", period),
        people=_collected(transaction, "DISTINCT member_id", period),
    )


def by_donor(transaction: Transaction, since: int, until: int) -> Sequence[Donated]:
    """What moved of each donor's goods from `since` to before `until`; what was taken back does not count."""
    rows = transaction.all(
        "SELECT donor, goods_id,"
        " sum(CASE WHEN kind IN ('received', 'withdrawn') THEN free ELSE 0 END) AS received,"
        " sum(CASE kind WHEN 'handed_out' THEN 1 WHEN 'returned' THEN -1 ELSE 0 END) AS handed_out,"
        " sum(CASE WHEN kind = 'written_off' THEN -free ELSE 0 END) AS written_off"
        " FROM stock_moves JOIN batches ON batches.id = batch_id"
        " WHERE moved_at >= :since AND moved_at < :until"
        " AND kind IN ('received', 'withdrawn', 'handed_out', 'returned', 'written_off')"
        " GROUP BY donor, goods_id ORDER BY donor, goods_id",
        {"since": since, "until": until},
    )
    return [
        Donated(
            row["donor"], GoodsId(row["goods_id"]), row["received"], row["handed_out"], row["written_off"]
        )
        for row in rows
    ]


def outcome_of(transaction: Transaction, batch: BatchId) -> Outcome:
    """What became of a donation until now."""
    row = transaction.one(
        "SELECT sum(CASE WHEN kind IN ('received', 'withdrawn') THEN free ELSE 0 END) AS received,"
        " sum(CASE kind WHEN 'handed_out' THEN 1 WHEN 'returned' THEN -1 ELSE 0 END) AS handed_out,"
        " sum(CASE WHEN kind = 'written_off' THEN -free ELSE 0 END) AS written_off,"
        " sum(CASE WHEN kind = 'variance' THEN -free ELSE 0 END) AS missing,"
        " sum(free) AS free, sum(held) AS held FROM stock_moves WHERE batch_id = :batch",
        {"batch": batch},
    )
    assert row is not None
    people = transaction.number(
        "SELECT count(DISTINCT member_id) FROM redemptions WHERE batch_id = :batch AND state = 'collected'",
        {"batch": batch},
    )
    return Outcome(
        received=row["received"],
        handed_out=row["handed_out"],
        people=people,
        free=row["free"],
        held=row["held"],
        written_off=row["written_off"],
        missing=row["missing"],
    )


def _moved(transaction: Transaction, side: str, account: str, period: dict[str, int]) -> int:
    return transaction.number(
        f"SELECT sum(points) FROM transfers WHERE {side} = :account"  # noqa: S608
        " AND recorded_at >= :since AND recorded_at < :until",
        {**period, "account": account},
    )


def _collected(transaction: Transaction, what: str, period: dict[str, int]) -> int:
    return transaction.number(
        f"SELECT count({what}) FROM redemptions WHERE state = 'collected'"  # noqa: S608
        " AND ended_at >= :since AND ended_at < :until",
        period,
    )
