"""Permanent deputies: who stands in for a grid worker when nobody else is named."""

from __future__ import annotations

from storage.database import Transaction
from storage.members import MemberId


def of(transaction: Transaction, member: MemberId) -> MemberId | None:
    """Somebody's deputy, if they have one who is a grid worker still."""
    row = transaction.one(
        "SELECT deputy_id FROM deputies JOIN members ON members.id = deputy_id"
        " JOIN member_roles ON member_roles.member_id = deputy_id"
        " WHERE deputies.member_id = :member AND standing = 'active' AND role = 'grid_worker'",
        {"member": member},
    )
    return None if row is None else MemberId(row["deputy_id"])


def appoint(transaction: Transaction, member: MemberId, deputy: MemberId) -> None:
    """From now on that is their deputy, in place of an earlier one."""
    transaction.execute(
        "INSERT INTO deputies (member_id, deputy_id) VALUES (:member, :deputy)"
        " ON CONFLICT (member_id) DO UPDATE SET deputy_id = excluded.deputy_id",
        {"member": member, "deputy": deputy},
    )


def dismiss(transaction: Transaction, member: MemberId) -> None:
    """They have no deputy any more."""
    transaction.execute("DELETE FROM deputies WHERE member_id = :member", {"member": member})
