"""What people were paid, month by month: counted along with each payment, for lists that would else add up the ledger.

A month is named by its first moment (UTC ms) on the clocks of the place where the bot serves. A payment is one act.
"""

from __future__ import annotations

from storage.database import Transaction
from storage.members import MemberId

# What everybody was paid in the months from `since` until before `until`; whoever has nothing left of it is left out.
PAID = (
    "SELECT member_id, sum(points) AS points, sum(acts) AS acts FROM tallies"
    " WHERE month >= :since AND month < :until AND acts > 0 GROUP BY member_id"
)


def count_in(transaction: Transaction, member: MemberId, month: int, points: int) -> None:
    """Somebody is paid."""
    _add(transaction, member, month, points, 1)


def count_out(transaction: Transaction, member: MemberId, month: int, points: int) -> None:
    """What was paid in that month is taken back."""
    _add(transaction, member, month, -points, -1)


def _add(transaction: Transaction, member: MemberId, month: int, points: int, acts: int) -> None:
    tally = {"member": member, "month": month, "points": points, "acts": acts}
    counted = transaction.execute(
        "UPDATE tallies SET points = points + :points, acts = acts + :acts"
        " WHERE member_id = :member AND month = :month",
        tally,
    )
    if not counted:
        transaction.execute(
            "INSERT INTO tallies (member_id, month, points, acts) VALUES (:member, :month, :points, :acts)",
            tally,
        )
