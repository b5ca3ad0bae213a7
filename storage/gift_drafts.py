"""A donation that a coordinator is entering: a row with holes, one of each coordinator at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NewType

from storage.database import Row, Transaction
from storage.goods import GoodsId
from storage.goods_drafts import DraftState
from storage.members import MemberId
from storage.stock import BatchId, Gift

GiftDraftId = NewType("GiftDraftId", int)

KEEPS = 0  # what has no best before

COLUMNS = "id, token, version, state, made_by, goods_id, donor, quantity, best_before"


@dataclass(frozen=True, slots=True)
class GiftDraft:
    """A draft; None for what has not been said. `best_before` is UTC ms: when it is no longer offered, or `KEEPS`."""

    id: GiftDraftId
    token: str
    version: int
    state: DraftState
    made_by: MemberId
    goods: GoodsId
    donor: str | None
    quantity: int | None
    best_before: int | None


def gift_of(draft: GiftDraft) -> Gift:
    """What is given, of which nothing is missing."""
    assert draft.donor is not None
    assert draft.quantity is not None
    assert draft.best_before is not None
    return Gift(draft.goods, draft.donor, draft.quantity, draft.best_before or None)


def open_draft(transaction: Transaction, maker: MemberId, goods: GoodsId, token: str, now: int) -> GiftDraft:
    """Begin with nothing said; one that its maker had left open is given up for it."""
    transaction.execute(
        "UPDATE gift_drafts SET version = version + 1, state = 'discarded'"
        " WHERE made_by = :maker AND state = 'draft'",
        {"maker": maker},
    )
    transaction.execute(
        "INSERT INTO gift_drafts (token, made_by, goods_id, made_at) VALUES (:token, :maker, :goods, :now)",
        {"token": token, "maker": maker, "goods": goods, "now": now},
    )
    opened = find_by_token(transaction, token)
    assert opened is not None
    return opened


def find_by_token(transaction: Transaction, token: str) -> GiftDraft | None:
    """The draft that a button or an answer speaks of."""
    row = transaction.one(f"SELECT {COLUMNS} FROM gift_drafts WHERE token = :token", {"token": token})  # noqa: S608
    return None if row is None else _draft(row)


def save(transaction: Transaction, draft: GiftDraft) -> GiftDraft:
    """Something was said about it: it is as `draft` says from now on."""
    transaction.execute(
        "UPDATE gift_drafts SET version = version + 1, donor = :donor, quantity = :quantity,"
        " best_before = :best_before WHERE id = :id",
        {
            "donor": draft.donor,
            "quantity": draft.quantity,
            "best_before": draft.best_before,
            "id": draft.id,
        },
    )
    return replace(draft, version=draft.version + 1)


def end(transaction: Transaction, draft: GiftDraft, state: DraftState, batch: BatchId | None = None) -> None:
    """It is given up, or has become `batch`."""
    transaction.execute(
        "UPDATE gift_drafts SET version = version + 1, state = :state, batch_id = :batch WHERE id = :id",
        {"state": state, "batch": batch, "id": draft.id},
    )


def recent_donors(transaction: Transaction, limit: int) -> Sequence[str]:
    """Who has given something, whoever gave last first."""
    rows = transaction.all(
        "SELECT donor FROM batches GROUP BY donor ORDER BY max(id) DESC LIMIT :limit", {"limit": limit}
    )
    return [row["donor"] for row in rows]


def _draft(row: Row) -> GiftDraft:
    return GiftDraft(
        id=GiftDraftId(row["id"]),
        token=row["token"],
        version=row["version"],
        state=DraftState(row["state"]),
        made_by=MemberId(row["made_by"]),
        goods=GoodsId(row["goods_id"]),
        donor=row["donor"],
        quantity=row["quantity"],
        best_before=row["best_before"],
    )
