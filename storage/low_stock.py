"""Goods of which few are left: coordinators are told once of each fall to `low_at`, until there are more again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.goods import GoodsId

# What is offered, and how many can be chosen; what never came in is not low, it is not there yet.
LEFT = """
    SELECT goods.id AS goods_id, low_at, sum(
        CASE WHEN best_before IS NULL OR best_before > :now THEN (
            SELECT free_after FROM stock_moves WHERE batch_id = batches.id ORDER BY id DESC LIMIT 1
        ) ELSE 0 END
    ) AS free
    FROM goods JOIN batches ON batches.goods_id = goods.id WHERE is_on = 1 GROUP BY goods.id, low_at
"""


@dataclass(frozen=True, slots=True)
class Low:
    """Goods, and how many of them can still be chosen."""

    goods: GoodsId
    free: int


def has_changed(transaction: Transaction, now: int) -> bool:
    """Whether some have fallen, or are enough again."""
    return bool(fallen(transaction, now)) or bool(_recovered(transaction, now))


def fallen(transaction: Transaction, now: int) -> Sequence[Low]:
    """Of what few are left that nobody was told of."""
    rows = transaction.all(
        f"SELECT goods_id, free FROM ({LEFT})"  # noqa: S608
        " WHERE free <= low_at AND goods_id NOT IN (SELECT goods_id FROM low_stock) ORDER BY goods_id",
        {"now": now},
    )
    return [Low(GoodsId(row["goods_id"]), row["free"]) for row in rows]


def note(transaction: Transaction, goods: GoodsId, now: int) -> None:
    """Coordinators are told of it now."""
    transaction.execute(
        "INSERT INTO low_stock (goods_id, told_at) VALUES (:goods, :now)", {"goods": goods, "now": now}
    )


def forget_recovered(transaction: Transaction, now: int) -> None:
    """What there are more of again can fall again."""
    transaction.execute_many(
        "DELETE FROM low_stock WHERE goods_id = :goods",
        [{"goods": goods} for goods in _recovered(transaction, now)],
    )


def _recovered(transaction: Transaction, now: int) -> Sequence[GoodsId]:
    rows = transaction.all(
        f"SELECT low_stock.goods_id FROM low_stock JOIN ({LEFT}) AS left_over"  # noqa: S608
        " ON left_over.goods_id = low_stock.goods_id WHERE free > low_at",
        {"now": now},
    )
    return [GoodsId(row["goods_id"]) for row in rows]
