"""Points in tests of the storage: how they are earned and spent there."""

from __future__ import annotations

from storage import holds, ledger
from storage.database import Transaction
from storage.ledger import ISSUER, Recorded, Transfer
from storage.members import MemberId

DAY = 24 * 3600 * 1000  # ms
SOON, LATER = 100 * DAY, 465 * DAY  # UTC ms; when lots expire


def earned(member: MemberId, points: int = 5, key: str = "report:1", expires_at: int = SOON) -> Transfer:
    return Transfer(key, ISSUER, ledger.account_of(member), points, "report", "1", expires_at=expires_at)


def honoured(member: MemberId, points: int, key: str = "honour:1") -> Transfer:
    return Transfer(key, ISSUER, ledger.honour_of(member), points, "report", "1")


def spend(transaction: Transaction, member: MemberId, points: int, key: str = "goods:1") -> Recorded:
    """Hold and post."""
    held = holds.hold(transaction, member, points, key, "goods", "1", None, now=8)
    return holds.post(transaction, held.id, "collected", None, now=8)
