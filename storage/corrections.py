"""Corrections: what somebody had said about themselves before they put it right, as long as messages may mention it."""

from __future__ import annotations

from enum import StrEnum

from storage.database import Transaction
from storage.members import MemberId


class Correctable(StrEnum):
    """What somebody can put right about themselves."""

    NAME = "name"
    PHONE = "phone"
    STATION = "station"


def note(
    transaction: Transaction, member: MemberId, what: Correctable, said_before: str | None, now: int
) -> None:
    """Remember what was said before; None for nothing. A station is noted by its id."""
    transaction.execute(
        "INSERT INTO corrections (member_id, what, said_before, corrected_at)"
        " VALUES (:member, :what, :before, :now)",
        {"member": member, "what": what, "before": said_before, "now": now},
    )


def version(transaction: Transaction, member: MemberId) -> int:
    """The number of somebody's latest correction; 0 for none. Buttons carry it."""
    return transaction.number(
        "SELECT coalesce(max(id), 0) FROM corrections WHERE member_id = :member", {"member": member}
    )


def forget_old(transaction: Transaction, before: int) -> int:
    """Drop what was corrected before then (UTC ms); returns how many."""
    return transaction.execute("DELETE FROM corrections WHERE corrected_at < :before", {"before": before})
