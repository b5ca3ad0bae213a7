"""Transfers: the rows that the ledger is made of, and the accounts between which they go. `storage.ledger` decides."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.point_rules import RuleId

Account = NewType("Account", str)
TransferId = NewType("TransferId", int)

ISSUER = Account("issuer")  # where points come from: below zero by as much as all others have
SHOP = Account("shop")  # what was spent
EXPIRED = Account("expired")  # what nobody spent in time

COLUMNS = (
    "id, key, debit, credit, points, cause, subject, actor_id, rule_id, reverses, resolves, expires_at,"
    " recorded_at"
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Points that go from `debit` to `credit`. `key` is derived from the cause, so that it is paid once.

    `cause` is a word of the capability that pays and `subject` what it was for, in that word's terms; `actor` is who
    brought it about, None for the clock. `reverses` is the transfer that this one takes back, `resolves` the hold that
    it ends, `rule` what it was paid by. `expires_at` (UTC ms) is the lot that is paid in, or that expires.
    """

    key: str
    debit: Account
    credit: Account
    points: int
    cause: str
    subject: str
    actor: MemberId | None = None
    reverses: TransferId | None = None
    resolves: TransferId | None = None
    rule: RuleId | None = None
    expires_at: int | None = None

    @property
    def content_hash(self) -> str:
        """What is moved, and for what: who pressed, when, and by which rule may differ in a repetition."""
        content = [self.debit, self.credit, self.points, self.cause, self.subject, self.reverses]
        if self.resolves is not None:  # those from before there were holds keep their hash
            content.append(self.resolves)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A transfer as it stands in the ledger. `is_new` is False when it had been recorded before. Times are UTC ms."""

    id: TransferId
    transfer: Transfer
    recorded_at: int
    is_new: bool = False


def account_of(member: MemberId) -> Account:
    """What a member can spend."""
    return Account(f"member:{member}")


def hold_of(member: MemberId) -> Account:
    """What a member has promised and not spent yet."""
    return Account(f"hold:{member}")


def honour_of(member: MemberId) -> Account:
    """What a member did and cannot spend."""
    return Account(f"honour:{member}")


def owner_of(account: Account) -> MemberId:
    """Whose account it is. Raises ValueError for one that is nobody's own."""
    return MemberId(int(account.partition(":")[2]))


def spender(account: Account) -> MemberId | None:
    """Whose points to spend the account holds; None for any other account."""
    return owner_of(account) if account.startswith("member:") else None


def find(transaction: Transaction, key: str) -> Recorded | None:
    """The transfer with that key."""
    row = transaction.one(f"SELECT {COLUMNS} FROM transfers WHERE key = :key", {"key": key})  # noqa: S608
    return None if row is None else _recorded(row)


def was_paid_for(transaction: Transaction, member: MemberId, cause: str, subject: str) -> bool:
    """Whether a member has been given points for exactly that, whether or not they were taken back since."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM transfers WHERE debit = 'issuer' AND credit IN (:spendable, :honour)"
            " AND cause = :cause AND subject = :subject",
            {
                "spendable": account_of(member),
                "honour": honour_of(member),
                "cause": cause,
                "subject": subject,
            },
        )
    )


def get(transaction: Transaction, id_: TransferId) -> Recorded:
    """A transfer by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM transfers WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _recorded(row)


def balance_of(transaction: Transaction, account: Account) -> int:
    """What an account holds: as its last transfer says."""
    return transaction.number(
        "SELECT after FROM ("
        " SELECT * FROM (SELECT id, debit_after AS after FROM transfers WHERE debit = :account"
        "  ORDER BY id DESC LIMIT 1)"
        " UNION ALL"
        " SELECT * FROM (SELECT id, credit_after FROM transfers WHERE credit = :account ORDER BY id DESC LIMIT 1)"
        ") ORDER BY id DESC LIMIT 1",
        {"account": account},
    )


def add(transaction: Transaction, transfer: Transfer, now: int) -> Recorded:
    """Put a transfer into the ledger. Raises sqlite3.IntegrityError for what must not be there."""
    row = transaction.one(
        "INSERT INTO transfers (key, content_hash, debit, credit, points, debit_after, credit_after, cause, subject,"
        " actor_id, rule_id, reverses, resolves, expires_at, recorded_at) VALUES (:key, :content_hash, :debit, :credit,"
        " :points, :debit_after, :credit_after, :cause, :subject, :actor, :rule, :reverses, :resolves, :expires_at,"
        " :now) RETURNING id",
        {
            "key": transfer.key,
            "content_hash": transfer.content_hash,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "points": transfer.points,
            "debit_after": balance_of(transaction, transfer.debit) - transfer.points,
            "credit_after": balance_of(transaction, transfer.credit) + transfer.points,
            "cause": transfer.cause,
            "subject": transfer.subject,
            "actor": transfer.actor,
            "rule": transfer.rule,
            "reverses": transfer.reverses,
            "resolves": transfer.resolves,
            "expires_at": transfer.expires_at,
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
        resolves=None if row["resolves"] is None else TransferId(row["resolves"]),
        rule=None if row["rule_id"] is None else RuleId(row["rule_id"]),
        expires_at=row["expires_at"],
    )
    return Recorded(TransferId(row["id"]), transfer, row["recorded_at"])
