"""The stock of the shop: batches as they were donated, and every piece that moved. It is only ever added to.

Every move says what its batch holds after it, so a stock is the last row of each batch and never a count; the database
itself refuses a move that does not add up, ends a promise twice, or would leave less than nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.goods import GoodsId
from storage.members import MemberId

BatchId = NewType("BatchId", int)

LAST = "FROM stock_moves WHERE stock_moves.batch_id = batches.id ORDER BY stock_moves.id DESC LIMIT 1"
COLUMNS = (
    "id, token, goods_id, donor, quantity, best_before, received_at, received_by,"
    f" (SELECT free_after {LAST}) AS free, (SELECT held_after {LAST}) AS held"
)


class MoveKind(StrEnum):
    """What happened to pieces of a batch."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"  # entered by mistake, and nobody had chosen any of it
    HELD = "held"
    RELEASED = "released"
    HANDED_OUT = "handed_out"
    RETURNED = "returned"  # handed out by mistake
    VARIANCE = "variance"  # more or fewer than there should be, when they were counted
    WRITTEN_OFF = "written_off"  # past its best before, or spoilt


# By how much a move for one person changes the free pieces and the promised ones.
OF_ONE = {
    MoveKind.HELD: (-1, 1),
    MoveKind.RELEASED: (1, -1),
    MoveKind.HANDED_OUT: (0, -1),
    MoveKind.RETURNED: (1, 0),
}


class SoldOut(Exception):
    """There is no piece left that could be promised."""


class TooFew(Exception):
    """The batch holds less than that, or what it received has been touched."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What somebody gives at once. `best_before` is UTC ms: when it is no longer offered; None for what keeps."""

    goods: GoodsId
    donor: str
    quantity: int
    best_before: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A gift that was received, and what is left of it: `free` to be chosen, `held` for people. Times are UTC ms."""

    id: BatchId
    token: str
    gift: Gift
    received_at: int
    received_by: MemberId | None
    free: int
    held: int

    def is_past(self, now: int) -> bool:
        """Whether it is past its best before."""
        return self.gift.best_before is not None and self.gift.best_before <= now


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the stock: by how much the `free` and the `held` pieces changed. `redemption` is whose piece it was."""

    kind: MoveKind
    free: int
    held: int
    redemption: int | None
    reason: str | None
    actor: MemberId | None
    moved_at: int


@dataclass(frozen=True, slots=True)
class Stock:
    """How many of some goods can be chosen, are promised, and lie there past their best before."""

    free: int = 0
    held: int = 0
    past: int = 0


def receive(transaction: Transaction, gift: Gift, token: str, actor: MemberId | None, now: int) -> Batch:
    """Take a gift in. Raises sqlite3.IntegrityError for a quantity that is no whole number above zero."""
    row = transaction.one(
        "INSERT INTO batches (token, goods_id, donor, quantity, best_before, received_at, received_by)"
        " VALUES (:token, :goods, :donor, :quantity, :best_before, :now, :actor) RETURNING id",
        {
            "token": token,
            "goods": gift.goods,
            "donor": gift.donor,
            "quantity": gift.quantity,
            "best_before": gift.best_before,
            "now": now,
            "actor": actor,
        },
    )
    assert row is not None
    batch = BatchId(row["id"])
    _move(transaction, batch, Move(MoveKind.RECEIVED, gift.quantity, 0, None, None, actor, now))
    return get(transaction, batch)


def withdraw(transaction: Transaction, batch: Batch, actor: MemberId, now: int) -> None:
    """It was entered by mistake. Raises TooFew when anything has moved since it came."""
    if [move.kind for move in moves(transaction, batch.id)] != [MoveKind.RECEIVED]:
        raise TooFew(f"batch {batch.id} has been touched")
    _move(transaction, batch.id, Move(MoveKind.WITHDRAWN, -batch.gift.quantity, 0, None, None, actor, now))


def correct(
    transaction: Transaction, batch: BatchId, pieces: int, reason: str, actor: MemberId | None, now: int
) -> None:
    """It was counted: so many more (above zero) or fewer are free than there should be. Raises TooFew."""
    _move(transaction, batch, Move(MoveKind.VARIANCE, pieces, 0, None, reason, actor, now))


def write_off(
    transaction: Transaction, batch: BatchId, pieces: int, actor: MemberId | None, now: int
) -> None:
    """So many free pieces cannot be given to anybody any more. Raises TooFew."""
    _move(transaction, batch, Move(MoveKind.WRITTEN_OFF, -pieces, 0, None, None, actor, now))


def next_batch(transaction: Transaction, goods: GoodsId, now: int) -> Batch:
    """The batch that the next piece is taken from: what is best before the earliest date. Raises SoldOut."""
    row = transaction.one(
        f"SELECT * FROM (SELECT {COLUMNS} FROM batches WHERE goods_id = :goods"  # noqa: S608
        "  AND (best_before IS NULL OR best_before > :now))"
        " WHERE free > 0 ORDER BY best_before IS NULL, best_before, id LIMIT 1",
        {"goods": goods, "now": now},
    )
    if row is None:
        raise SoldOut(goods)
    return _batch(row)


def move_one(
    transaction: Transaction,
    kind: MoveKind,
    batch: BatchId,
    redemption: int,
    actor: MemberId | None,
    now: int,
) -> None:
    """Move the piece of a redemption. Raises SoldOut when none is free, TooFew when that piece cannot move so."""
    free, held = OF_ONE[kind]
    try:
        _move(transaction, batch, Move(kind, free, held, redemption, None, actor, now))
    except TooFew as error:
        if kind is MoveKind.HELD:
            raise SoldOut(batch) from error
        raise


def of_goods(transaction: Transaction, goods: GoodsId, now: int) -> Stock:
    """How many of some goods there are."""
    theirs = [batch for batch in batches(transaction, goods) if batch.free or batch.held]
    return Stock(
        free=sum(batch.free for batch in theirs if not batch.is_past(now)),
        held=sum(batch.held for batch in theirs),
        past=sum(batch.free for batch in theirs if batch.is_past(now)),
    )


def batches(transaction: Transaction, goods: GoodsId) -> Sequence[Batch]:
    """All batches of some goods, what is best before the earliest date first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM batches WHERE goods_id = :goods"  # noqa: S608
        " ORDER BY best_before IS NULL, best_before, id",
        {"goods": goods},
    )
    return [_batch(row) for row in rows]


def get(transaction: Transaction, id_: BatchId) -> Batch:
    """A batch by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM batches WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _batch(row)


def find_by_token(transaction: Transaction, token: str) -> Batch | None:
    """The batch that a button speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM batches WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _batch(row)


def moves(transaction: Transaction, batch: BatchId) -> Sequence[Move]:
    """What happened to a batch, from the beginning."""
    rows = transaction.all(
        "SELECT kind, free, held, redemption_id, reason, actor_id, moved_at FROM stock_moves"
        " WHERE batch_id = :batch ORDER BY id",
        {"batch": batch},
    )
    return [
        Move(
            kind=MoveKind(row["kind"]),
            free=row["free"],
            held=row["held"],
            redemption=row["redemption_id"],
            reason=row["reason"],
            actor=None if row["actor_id"] is None else MemberId(row["actor_id"]),
            moved_at=row["moved_at"],
        )
        for row in rows
    ]


def _move(transaction: Transaction, batch: BatchId, move: Move) -> None:
    """One statement: what there was is read where the move is written."""
    try:
        transaction.execute(
            "INSERT INTO stock_moves (batch_id, kind, free, held, free_after, held_after, redemption_id, reason,"
            " actor_id, moved_at)"
            " SELECT batches.id, :kind, :free, :held, coalesce(last.free_after, 0) + :free,"
            " coalesce(last.held_after, 0) + :held, :redemption, :reason, :actor, :now FROM batches"
            " LEFT JOIN stock_moves AS last"
            " ON last.id = (SELECT max(id) FROM stock_moves WHERE batch_id = batches.id)"
            " WHERE batches.id = :batch",
            {
                "batch": batch,
                "kind": move.kind,
                "free": move.free,
                "held": move.held,
                "redemption": move.redemption,
                "reason": move.reason,
                "actor": move.actor,
                "now": move.moved_at,
            },
        )
    except sqlite3.IntegrityError as error:
        raise TooFew(f"batch {batch} cannot move {move.free}/{move.held}: {error}") from error


def _batch(row: Row) -> Batch:
    return Batch(
        id=BatchId(row["id"]),
        token=row["token"],
        gift=Gift(GoodsId(row["goods_id"]), row["donor"], row["quantity"], row["best_before"]),
        received_at=row["received_at"],
        received_by=None if row["received_by"] is None else MemberId(row["received_by"]),
        free=row["free"],
        held=row["held"],
    )
