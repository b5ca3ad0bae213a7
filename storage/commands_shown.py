"""Which commands menu was last shown to whom."""

from __future__ import annotations

from storage.database import Transaction
from storage.members import MemberId


def has_own(transaction: Transaction, member: MemberId) -> bool:
    """Whether somebody is shown a menu of their own."""
    return (
        transaction.number(
            "SELECT count(*) FROM commands_shown WHERE member_id = :member", {"member": member}
        )
        > 0
    )


def note(transaction: Transaction, member: MemberId, menu_hash: str) -> bool:
    """Note what somebody is shown from now on; returns whether that is something else than before."""
    changed = transaction.execute(
        "INSERT INTO commands_shown (member_id, menu_hash) VALUES (:member, :hash)"
        " ON CONFLICT (member_id) DO UPDATE SET menu_hash = excluded.menu_hash"
        " WHERE menu_hash <> excluded.menu_hash",
        {"member": member, "hash": menu_hash},
    )
    return changed > 0


def forget(transaction: Transaction, member: MemberId) -> bool:
    """They see what everybody sees; returns whether it was something else before."""
    return transaction.execute("DELETE FROM commands_shown WHERE member_id = :member", {"member": member}) > 0
