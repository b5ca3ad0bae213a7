"""What has come and gone in somebody's name, whole: for a statement and for a chart. Reads a lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage import ledger
from storage.database import Transaction
from storage.ledger import TransferId
from storage.members import MemberId
from storage.point_rules import CreditClass


@dataclass(frozen=True, slots=True)
class Entry:
    """A transfer as its owner's statement shows it. `points` have their sign, `after` is what was there then."""

    id: TransferId
    credit_class: CreditClass
    points: int
    after: int
    cause: str
    subject: str
    recorded_at: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Points that somebody was paid, and when (UTC ms)."""

    credit_class: CreditClass
    points: int
    recorded_at: int


def statement(transaction: Transaction, member: MemberId) -> Sequence[Entry]:
    """Everything that moved what somebody can spend or what is for their honour, the newest first."""
    rows = transaction.all(
        "SELECT * FROM ("
        " SELECT id, credit AS account, points, credit_after AS after, cause, subject, recorded_at FROM transfers"
        "  WHERE credit IN (:spendable, :honour)"
        " UNION ALL"
        " SELECT id, debit, -points, debit_after, cause, subject, recorded_at FROM transfers"
        "  WHERE debit IN (:spendable, :honour)"
        ") ORDER BY id DESC",
        _accounts(member),
    )
    return [
        Entry(
            TransferId(row["id"]),
            _class_of(row["account"]),
            row["points"],
            row["after"],
            row["cause"],
            row["subject"],
            row["recorded_at"],
        )
        for row in rows
    ]


def gains(transaction: Transaction, member: MemberId, since: int) -> Sequence[Gain]:
    """What somebody was paid from then on (UTC ms) and still counts: what was taken back is left out."""
    rows = transaction.all(
        "SELECT credit, points, recorded_at FROM transfers AS paid"
        " WHERE debit = 'issuer' AND credit IN (:spendable, :honour) AND recorded_at >= :since"
        " AND NOT EXISTS (SELECT 1 FROM transfers WHERE reverses = paid.id) ORDER BY id",
        {**_accounts(member), "since": since},
    )
    return [Gain(_class_of(row["credit"]), row["points"], row["recorded_at"]) for row in rows]


def _accounts(member: MemberId) -> dict[str, object]:
    return {"spendable": ledger.account_of(member), "honour": ledger.honour_of(member)}


def _class_of(account: str) -> CreditClass:
    return CreditClass.HONOUR if account.startswith("honour:") else CreditClass.EARNED
