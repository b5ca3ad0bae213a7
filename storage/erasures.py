"""Requests to be erased: asked, confirmed within their time, finished by a second look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.members import Member, MemberId

CONFIRM_WITHIN = 15 * 60 * 1000  # ms; a phone left on a counter must not offer the button all day


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request. `erased_at` is None until it is confirmed; times are UTC ms."""

    member_id: MemberId
    token: str
    version: int
    asked_at: int
    erased_at: int | None

    def is_open(self, version: int, now: int) -> bool:
        """Whether a button of that version may still confirm it."""
        return version == self.version and now - self.asked_at <= CONFIRM_WITHIN


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Whose erasure is still to be looked after: where the last words went, and when."""

    channel: str
    user_id: int
    erased_at: int


def ask(transaction: Transaction, member: MemberId, token: str, now: int) -> Erasure:
    """Note that somebody asks; asking again makes the buttons of before out of date."""
    row = transaction.one(
        "INSERT INTO erasures (member_id, token, asked_at) VALUES (:member, :token, :now)"
        " ON CONFLICT (member_id) DO UPDATE SET version = erasures.version + 1, asked_at = excluded.asked_at"
        " RETURNING member_id, token, version, asked_at, erased_at",
        {"member": member, "token": token, "now": now},
    )
    assert row is not None
    return _erasure(row)


def find_by_token(transaction: Transaction, token: str) -> Erasure | None:
    """The request that a button speaks of."""
    row = transaction.one(
        "SELECT member_id, token, version, asked_at, erased_at FROM erasures WHERE token = :token",
        {"token": token},
    )
    return None if row is None else _erasure(row)


def withdraw(transaction: Transaction, member: MemberId) -> None:
    """They stay after all."""
    transaction.execute(
        "DELETE FROM erasures WHERE member_id = :member AND erased_at IS NULL", {"member": member}
    )


def confirm(transaction: Transaction, member: Member, now: int) -> None:
    """They are erased now; remember where their goodbye goes, until it has been looked after."""
    transaction.execute(
        "UPDATE erasures SET erased_at = :now, channel = :channel, user_id = :user_id WHERE member_id = :member",
        {"now": now, "channel": member.channel, "user_id": member.user_id, "member": member.id},
    )


def forget_unconfirmed(transaction: Transaction, now: int) -> int:
    """Drop requests whose time to be confirmed is over; returns how many."""
    return transaction.execute(
        "DELETE FROM erasures WHERE erased_at IS NULL AND asked_at < :before",
        {"before": now - CONFIRM_WITHIN},
    )


def goodbyes(transaction: Transaction, before: int) -> Sequence[Goodbye]:
    """Erasures from before then (UTC ms) that nobody has looked after yet."""
    rows = transaction.all(
        "SELECT channel, user_id, erased_at FROM erasures WHERE erased_at < :before", {"before": before}
    )
    return [Goodbye(row["channel"], row["user_id"], row["erased_at"]) for row in rows]


def finish(transaction: Transaction, goodbye: Goodbye) -> None:
    """Nothing is left to be done; the last trace of whom it was about goes too."""
    transaction.execute(
        "DELETE FROM erasures WHERE channel = :channel AND user_id = :user_id AND erased_at = :erased_at",
        {"channel": goodbye.channel, "user_id": goodbye.user_id, "erased_at": goodbye.erased_at},
    )


def _erasure(row: Row) -> Erasure:
    return Erasure(
        MemberId(row["member_id"]), row["token"], row["version"], row["asked_at"], row["erased_at"]
    )
