"""Who is to be told that points of theirs expire soon: whoever is on the team, once for each lot."""

from __future__ import annotations

from collections.abc import Sequence

from storage.database import Transaction
from storage.ledger import WARNING
from storage.lots import LEFT, Lot
from storage.members import MemberId


def due(transaction: Transaction, now: int, limit: int) -> Sequence[Lot]:
    """Lots that expire within 30 days, of which something is left and nobody was told, what expires first first."""
    rows = transaction.all(
        "SELECT * FROM ("  # noqa: S608
        f" SELECT lots.member_id, lots.expires_at, {LEFT} AS left FROM lots JOIN members ON members.id = lots.member_id"
        " WHERE lots.expires_at > :now AND lots.expires_at <= :until AND members.standing = 'active'"
        " AND NOT EXISTS (SELECT 1 FROM expiry_warnings AS told"
        "  WHERE told.member_id = lots.member_id AND told.expires_at = lots.expires_at)"
        ") WHERE left > 0 ORDER BY expires_at, member_id LIMIT :limit",
        {"now": now, "until": now + WARNING, "limit": limit},
    )
    return [Lot(MemberId(row["member_id"]), row["expires_at"], row["left"]) for row in rows]


def are_due(transaction: Transaction, now: int) -> bool:
    """Whether somebody is to be told."""
    return bool(due(transaction, now, 1))


def note(transaction: Transaction, lot: Lot, now: int) -> None:
    """They are being told. Raises sqlite3.IntegrityError when they were before."""
    transaction.execute(
        "INSERT INTO expiry_warnings (member_id, expires_at, warned_at) VALUES (:member, :expires_at, :now)",
        {"member": lot.member, "expires_at": lot.expires_at, "now": now},
    )


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop those about lots that have expired; returns how many."""
    return transaction.execute("DELETE FROM expiry_warnings WHERE expires_at <= :now", {"now": now})
