"""The ledger of points: double entry, only ever added to. What somebody has is derived from it and never stored.

The database itself refuses to edit, delete or replace a transfer, and to let anybody but the issuer go below zero.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

Account = NewType("Account", str)
TransferId = NewType("TransferId", int)

ISSUER = Account("issuer")  # where points come from: below zero by as much as all members have

COLUMNS = "id, key, content_hash, debit, credit, points, cause, subject, actor_id, reverses, recorded_at"


class KeyReused(Exception):
    """The key belongs to a transfer with another content: two causes were given one key."""


class BelowZero(Exception):
    """The account has less than that."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points that go from `debit` to `credit`. `key` is derived from the cause, so that it is paid once.

    `cause` is a word of the capability that pays and `subject` what it was for, in that word's terms; `actor` is who
    brought it about, None for the clock; `reverses` is the transfer that this one takes back.
    """

    key: str
    debit: Account
    credit: Account
    points: int
    cause: str
    subject: str
    actor: MemberId | None = None
    reverses: TransferId | None = None

    @property
    def content_hash(self) -> str:
        """What is moved, and for what: who pressed the button, and when, may differ in a repetition."""
        content = [self.debit, self.credit, self.points, self.cause, self.subject, self.reverses]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A transfer as it stands in the ledger. `is_new` is False when it had been recorded before. Times are UTC ms."""

    id: TransferId
    transfer: Transfer
    recorded_at: int
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer as one member sees it: `points` are above zero when they came and below when they went."""

    id: TransferId
    points: int
    cause: str
    subject: str
    reverses: TransferId | None
    recorded_at: int


def account_of(member: MemberId) -> Account:
    """Where a member's points are."""
    return Account(f"member:{member}")


def record(transaction: Transaction, transfer: Transfer, now: int) -> Recorded:
    """Move points, once for each key: what was recorded before is returned as it was, and nothing moves.

    Raises KeyReused when that was something else, BelowZero when there is not enough, ValueError for points that are
    no whole number above zero.
    """
    if type(transfer.points) is not int or transfer.points <= 0:
        raise ValueError(f"points must be a whole number above zero: {transfer.points!r}")
    earlier = find(transaction, transfer.key)
    if earlier is not None:
        if earlier.transfer.content_hash != transfer.content_hash:
            raise KeyReused(transfer.key)
        return earlier
    if transfer.debit != ISSUER and balance_of(transaction, transfer.debit) < transfer.points:
        raise BelowZero(f"{transfer.debit} has less than {transfer.points}")
    return _add(transaction, transfer, now)


def reversal(recorded: Recorded, cause: str, actor: MemberId | None) -> Transfer:
    """The transfer that takes another one back; its subject is that one's id."""
    taken = recorded.transfer
    return Transfer(
        key=f"reversal:{recorded.id}",
        debit=taken.credit,
        credit=taken.debit,
        points=taken.points,
        cause=cause,
        subject=str(recorded.id),
        actor=actor,
        reverses=recorded.id,
    )


def find(transaction: Transaction, key: str) -> Recorded | None:
    """The transfer with that key."""
    row = transaction.one(f"SELECT {COLUMNS} FROM transfers WHERE key = :key", {"key": key})  # noqa: S608
    return None if row is None else _recorded(row)


def get(transaction: Transaction, id_: TransferId) -> Recorded:
    """A transfer by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM transfers WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _recorded(row)


def balance(transaction: Transaction, member: MemberId) -> int:
    """What a member has; never below zero."""
    return balance_of(transaction, account_of(member))


def balance_of(transaction: Transaction, account: Account) -> int:
    """What an account holds."""
    return transaction.number(
        "SELECT (SELECT coalesce(sum(points), 0) FROM transfers WHERE credit = :account)"
        " - (SELECT coalesce(sum(points), 0) FROM transfers WHERE debit = :account)",
        {"account": account},
    )


def balances(transaction: Transaction) -> Mapping[Account, int]:
    """What every account holds that anything ever went through; together they are zero. Reads the whole ledger."""
    rows = transaction.all(
        "SELECT account, sum(points) AS points FROM ("
        " SELECT credit AS account, points FROM transfers UNION ALL SELECT debit, -points FROM transfers"
        ") GROUP BY account"
    )
    return {Account(row["account"]): row["points"] for row in rows}


def movements(transaction: Transaction, member: MemberId, limit: int) -> Sequence[Movement]:
    """The last movements of a member's points, the newest first."""
    rows = transaction.all(
        "SELECT * FROM ("
        " SELECT * FROM (SELECT id, points, cause, subject, reverses, recorded_at FROM transfers"
        "  WHERE credit = :account ORDER BY id DESC LIMIT :limit)"
        " UNION ALL"
        " SELECT * FROM (SELECT id, -points, cause, subject, reverses, recorded_at FROM transfers"
        "  WHERE debit = :account ORDER BY id DESC LIMIT :limit)"
        ") ORDER BY id DESC LIMIT :limit",
        {"account": account_of(member), "limit": limit},
    )
    return [_movement(row) for row in rows]


def _add(transaction: Transaction, transfer: Transfer, now: int) -> Recorded:
    row = transaction.one(
        "INSERT INTO transfers (key, content_hash, debit, credit, points, cause, subject, actor_id, reverses,"
        " recorded_at) VALUES (:key, :content_hash, :debit, :credit, :points, :cause, :subject, :actor, :reverses,"
        " :now) RETURNING id",
        {
            "key": transfer.key,
            "content_hash": transfer.content_hash,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "points": transfer.points,
            "cause": transfer.cause,
            "subject": transfer.subject,
            "actor": transfer.actor,
            "reverses": transfer.reverses,
            "now": now,
        },
    )
    assert row is not None
    return Recorded(TransferId(row["id"]), transfer, now, is_new=True)


def _recorded(row: Row) -> Recorded:
    transfer = Transfer(
        key=row["key"],
        debit=Account(row["debit"]),
        credit=Account(row["credit"]),
        points=row["points"],
        cause=row["cause"],
        subject=row["subject"],
        actor=None if row["actor_id"] is None else MemberId(row["actor_id"]),
        reverses=None if row["reverses"] is None else TransferId(row["reverses"]),
    )
    return Recorded(TransferId(row["id"]), transfer, row["recorded_at"])


def _movement(row: Row) -> Movement:
    return Movement(
        id=TransferId(row["id"]),
        points=row["points"],
        cause=row["cause"],
        subject=row["subject"],
        reverses=None if row["reverses"] is None else TransferId(row["reverses"]),
        recorded_at=row["recorded_at"],
    )
