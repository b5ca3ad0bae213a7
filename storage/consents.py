"""What people agreed to, and when they took it back: every yes and every no is kept, the newest is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Transaction
from storage.members import MemberId

WORDING = 4  # the version of the texts that people agree to; raise it when what they promise changes
SHOWN_TO_COURIERS = 4  # the first version that says so of photos


class Purpose(StrEnum):
    """What a consent is for: PIPL asks for one of its own for whereabouts."""

    REGISTRATION = "registration"
    PHOTO_AND_PLACE = "photo_and_place"


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or a no. `at` is UTC ms."""

    purpose: Purpose
    given: bool
    wording: int
    at: int


def record(transaction: Transaction, member: MemberId, purpose: Purpose, *, given: bool, now: int) -> None:
    """Keep an answer."""
    transaction.execute(
        "INSERT INTO consents (member_id, purpose, given, wording, at)"
        " VALUES (:member, :purpose, :given, :wording, :now)",
        {"member": member, "purpose": purpose, "given": int(given), "wording": WORDING, "now": now},
    )


def withdraw_all(transaction: Transaction, member: MemberId, now: int) -> None:
    """Somebody takes back whatever they agree to now."""
    for purpose in Purpose:
        if is_given(transaction, member, purpose):
            record(transaction, member, purpose, given=False, now=now)


def is_given(transaction: Transaction, member: MemberId, purpose: Purpose) -> bool:
    """Whether somebody agrees to this now."""
    row = transaction.one(
        "SELECT given FROM consents WHERE member_id = :member AND purpose = :purpose ORDER BY id DESC LIMIT 1",
        {"member": member, "purpose": purpose},
    )
    return row is not None and bool(row["given"])


def lets_couriers_see(transaction: Transaction, member: MemberId) -> bool:
    """Whether somebody agrees to their photos being shown to couriers who are about to report the same."""
    row = transaction.one(
        "SELECT given, wording FROM consents WHERE member_id = :member AND purpose = :purpose"
        " ORDER BY id DESC LIMIT 1",
        {"member": member, "purpose": Purpose.PHOTO_AND_PLACE},
    )
    return row is not None and bool(row["given"]) and row["wording"] >= SHOWN_TO_COURIERS


def version(transaction: Transaction, member: MemberId) -> int:
    """Rises with every answer: a button made before the newest one is out of date."""
    return transaction.number("SELECT max(id) FROM consents WHERE member_id = :member", {"member": member})


def history(transaction: Transaction, member: MemberId) -> Sequence[Consent]:
    """Every answer somebody gave, oldest first."""
    rows = transaction.all(
        "SELECT purpose, given, wording, at FROM consents WHERE member_id = :member ORDER BY id",
        {"member": member},
    )
    return [Consent(Purpose(row["purpose"]), bool(row["given"]), row["wording"], row["at"]) for row in rows]
