"""Redemptions: one piece for somebody, from the moment they chose it. Points and piece are promised and freed together.

The points are a hold in the ledger (`storage.holds`), found by the redemption's number; the piece is a move of its
batch (`storage.stock`). Every function here moves both or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage import holds, ledger, stock
from storage.database import Row, Transaction
from storage.goods import Goods, GoodsId
from storage.ledger import TransferId
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.stock import BatchId, MoveKind

RedemptionId = NewType("RedemptionId", int)

# Causes in the ledger; the subject is the redemption's number. The causes of points also say how it went on.
REDEMPTION = "redemption"  # on hold
PICKUP = "pickup"  # spent
CANCELLATION = "redemption_cancelled"  # back
LAPSE = "redemption_expired"  # back
UNDOING = "pickup_undone"  # back, after they had been spent

ALL = -1  # SQLite's LIMIT for no limit

COLUMNS = (
    "id, token, version, code, state, goods_id, batch_id, member_id, price, held_at, collect_by, reminder, ended_at,"
    " ended_by, (SELECT transfers.id FROM transfers WHERE key = 'redemption:' || redemptions.id) AS hold_id"
)


class RedemptionState(StrEnum):
    """Where a redemption stands."""

    HELD = "held"
    COLLECTED = "collected"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # not collected in time
    UNDONE = "undone"  # handed out by mistake: points and piece are back


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chooses: `code` is what they will say, `collect_by` (UTC ms) until when it lies there for them."""

    goods: Goods
    member: MemberId
    token: str
    code: str
    collect_by: int


@dataclass(frozen=True, slots=True)
class Redemption:
    """A redemption. `price` is in points, `hold` its hold in the ledger, `ended_by` None for the clock. Times: UTC ms.

    `version` rises with every change. `reminder` is the row that reminds them.
    """

    id: RedemptionId
    token: str
    version: int
    code: str
    state: RedemptionState
    goods_id: GoodsId
    batch_id: BatchId
    member_id: MemberId
    price: int
    hold: TransferId
    held_at: int
    collect_by: int
    reminder: OutboxId | None
    ended_at: int | None
    ended_by: MemberId | None


WAS = {RedemptionState.UNDONE: RedemptionState.COLLECTED}  # what it was before; all else was held


class Conflict(Exception):
    """The redemption has changed since it was read, or has ended another way."""


def redeem(transaction: Transaction, wish: Wish, now: int) -> Redemption:
    """Put the points and the piece aside; it is the piece with the earliest best before.

    Raises stock.SoldOut, ledger.BelowZero, and sqlite3.IntegrityError when somebody waits with that code. Then nothing
    has happened.
    """
    with transaction.savepoint():
        batch = stock.next_batch(transaction, wish.goods.id, now)
        id_ = _add(transaction, wish, batch.id, now)
        price = wish.goods.terms.price
        holds.hold(
            transaction, wish.member, price, f"redemption:{id_}", REDEMPTION, str(id_), wish.member, now
        )
        stock.move_one(transaction, MoveKind.HELD, batch.id, id_, wish.member, now)
    return get(transaction, id_)


def collect(transaction: Transaction, redemption: Redemption, actor: MemberId | None, now: int) -> Redemption:
    """It was handed out. Raises Conflict."""
    with transaction.savepoint():
        after = _end(transaction, redemption, RedemptionState.COLLECTED, actor, now)
        holds.post(transaction, redemption.hold, PICKUP, actor, now)
        _move(transaction, MoveKind.HANDED_OUT, redemption, actor, now)
    return after


def cancel(transaction: Transaction, redemption: Redemption, actor: MemberId | None, now: int) -> Redemption:
    """They do not want it after all: the points go back to the lots they came from. Raises Conflict."""
    return _free(transaction, redemption, RedemptionState.CANCELLED, CANCELLATION, actor, now)


def expire(transaction: Transaction, redemption: Redemption, now: int) -> Redemption:
    """They did not come in time; the rest is as in `cancel`. Raises Conflict."""
    return _free(transaction, redemption, RedemptionState.EXPIRED, LAPSE, None, now)


def undo(transaction: Transaction, redemption: Redemption, actor: MemberId | None, now: int) -> Redemption:
    """It was handed out by mistake: points and piece come back, and nobody has chosen it any more. Raises Conflict."""
    with transaction.savepoint():
        after = _end(transaction, redemption, RedemptionState.UNDONE, actor, now)
        spent = holds.post(transaction, redemption.hold, PICKUP, actor, now)  # the earlier posting
        ledger.record(transaction, ledger.reversal(spent, UNDOING, actor), now)
        _move(transaction, MoveKind.RETURNED, redemption, actor, now)
    return after


def cancel_all_of(transaction: Transaction, member: MemberId, now: int) -> Sequence[Redemption]:
    """Somebody wants none of what they have chosen; returns what that was."""
    open_ = open_of(transaction, member)
    return [cancel(transaction, redemption, member, now) for redemption in open_]


def get(transaction: Transaction, id_: RedemptionId) -> Redemption:
    """A redemption by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM redemptions WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _redemption(row)


def find_by_token(transaction: Transaction, token: str) -> Redemption | None:
    """The redemption that a button or a QR code speaks of."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM redemptions WHERE token = :token",  # noqa: S608
        {"token": token},
    )
    return None if row is None else _redemption(row)


def find_by_code(transaction: Transaction, code: str) -> Redemption | None:
    """The redemption with that code: the open one, else the newest; a code may be given again once it is over."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM redemptions WHERE code = :code"  # noqa: S608
        " ORDER BY state = 'held' DESC, id DESC LIMIT 1",
        {"code": code},
    )
    return None if row is None else _redemption(row)


def is_taken(transaction: Transaction, code: str) -> bool:
    """Whether somebody waits with that code."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM redemptions WHERE code = :code AND state = 'held'", {"code": code}
        )
    )


def open_of(transaction: Transaction, member: MemberId) -> Sequence[Redemption]:
    """What lies there for somebody, what is to be collected first first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM redemptions WHERE member_id = :member AND state = 'held'"  # noqa: S608
        " ORDER BY collect_by, id",
        {"member": member},
    )
    return [_redemption(row) for row in rows]


def everything_open(transaction: Transaction, limit: int = ALL, offset: int = 0) -> Sequence[Redemption]:
    """What lies there for anybody, what is to be collected first first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM redemptions WHERE state = 'held' ORDER BY collect_by, id"  # noqa: S608
        " LIMIT :limit OFFSET :offset",
        {"limit": limit, "offset": offset},
    )
    return [_redemption(row) for row in rows]


def count_open(transaction: Transaction) -> int:
    """How much lies there for anybody."""
    return transaction.number("SELECT count(*) FROM redemptions WHERE state = 'held'")


def count_of(transaction: Transaction, member: MemberId) -> int:
    """How often somebody has ever chosen anything: it rises by one each time."""
    return transaction.number(
        "SELECT count(*) FROM redemptions WHERE member_id = :member", {"member": member}
    )


def had_since(transaction: Transaction, member: MemberId, goods: GoodsId, since: int) -> int:
    """How many of some goods somebody has chosen since then (UTC ms) and has, or still waits for."""
    return transaction.number(
        "SELECT count(*) FROM redemptions WHERE member_id = :member AND goods_id = :goods AND held_at >= :since"
        " AND state IN ('held', 'collected')",
        {"member": member, "goods": goods, "since": since},
    )


def overdue(transaction: Transaction, now: int, limit: int) -> Sequence[Redemption]:
    """What was not collected in time, the oldest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM redemptions WHERE state = 'held' AND collect_by <= :now"  # noqa: S608
        " ORDER BY collect_by, id LIMIT :limit",
        {"now": now, "limit": limit},
    )
    return [_redemption(row) for row in rows]


def to_remind(transaction: Transaction, now: int, ahead: int, limit: int) -> Sequence[Redemption]:
    """What is to be collected within `ahead` ms, and nobody was reminded of; not what was chosen within that time."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM redemptions WHERE state = 'held' AND reminder IS NULL"  # noqa: S608
        " AND collect_by > :now AND collect_by <= :now + :ahead AND held_at < collect_by - :ahead"
        " ORDER BY collect_by, id LIMIT :limit",
        {"now": now, "ahead": ahead, "limit": limit},
    )
    return [_redemption(row) for row in rows]


def note_reminder(transaction: Transaction, redemption: Redemption, row: OutboxId) -> None:
    """They are reminded by that row."""
    transaction.execute(
        "UPDATE redemptions SET reminder = :row WHERE id = :id", {"row": row, "id": redemption.id}
    )


def _add(transaction: Transaction, wish: Wish, batch: BatchId, now: int) -> RedemptionId:
    row = transaction.one(
        "INSERT INTO redemptions (token, code, state, goods_id, batch_id, member_id, price, held_at, collect_by)"
        " VALUES (:token, :code, 'held', :goods, :batch, :member, :price, :now, :collect_by) RETURNING id",
        {
            "token": wish.token,
            "code": wish.code,
            "goods": wish.goods.id,
            "batch": batch,
            "member": wish.member,
            "price": wish.goods.terms.price,
            "now": now,
            "collect_by": wish.collect_by,
        },
    )
    assert row is not None
    return RedemptionId(row["id"])


def _free(
    transaction: Transaction,
    redemption: Redemption,
    state: RedemptionState,
    cause: str,
    actor: MemberId | None,
    now: int,
) -> Redemption:
    with transaction.savepoint():
        after = _end(transaction, redemption, state, actor, now)
        holds.void(transaction, redemption.hold, cause, actor, now)
        _move(transaction, MoveKind.RELEASED, redemption, actor, now)
    return after


def _end(
    transaction: Transaction, redemption: Redemption, state: RedemptionState, actor: MemberId | None, now: int
) -> Redemption:
    changed = transaction.execute(
        "UPDATE redemptions SET state = :state, version = version + 1, ended_at = :now, ended_by = :actor"
        " WHERE id = :id AND version = :version AND state = :was",
        {
            "state": state,
            "was": WAS.get(state, RedemptionState.HELD),
            "now": now,
            "actor": actor,
            "id": redemption.id,
            "version": redemption.version,
        },
    )
    if not changed:
        raise Conflict(f"redemption {redemption.id} v{redemption.version} cannot be {state}")
    return get(transaction, redemption.id)


def _move(
    transaction: Transaction, kind: MoveKind, redemption: Redemption, actor: MemberId | None, now: int
) -> None:
    stock.move_one(transaction, kind, redemption.batch_id, redemption.id, actor, now)


def _redemption(row: Row) -> Redemption:
    return Redemption(
        id=RedemptionId(row["id"]),
        token=row["token"],
        version=row["version"],
        code=row["code"],
        state=RedemptionState(row["state"]),
        goods_id=GoodsId(row["goods_id"]),
        batch_id=BatchId(row["batch_id"]),
        member_id=MemberId(row["member_id"]),
        price=row["price"],
        hold=TransferId(row["hold_id"]),
        held_at=row["held_at"],
        collect_by=row["collect_by"],
        reminder=None if row["reminder"] is None else OutboxId(row["reminder"]),
        ended_at=row["ended_at"],
        ended_by=None if row["ended_by"] is None else MemberId(row["ended_by"]),
    )
