"""What somebody has been asked and has not answered yet: one question each, and a newer one replaces it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId

LIFETIME = 6 * 3600 * 1000  # ms; what is said after half a shift is no answer any more


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """`question` names the route that takes the answer; `subject` says what it is about, in that route's words."""

    question: str
    subject: str


def ask(transaction: Transaction, member: MemberId, question: str, subject: str, now: int) -> None:
    """Expect an answer from somebody."""
    transaction.execute(
        "INSERT INTO open_questions (member_id, question, subject, asked_at)"
        " VALUES (:member, :question, :subject, :now) ON CONFLICT (member_id) DO UPDATE"
        " SET question = excluded.question, subject = excluded.subject, asked_at = excluded.asked_at",
        {"member": member, "question": question, "subject": subject, "now": now},
    )


def find(transaction: Transaction, member: MemberId, now: int) -> OpenQuestion | None:
    """What somebody is expected to answer; None when nothing, or when they were asked too long ago."""
    row = transaction.one(
        "SELECT question, subject FROM open_questions WHERE member_id = :member AND asked_at > :since",
        {"member": member, "since": now - LIFETIME},
    )
    return None if row is None else OpenQuestion(row["question"], row["subject"])


def close(transaction: Transaction, member: MemberId) -> None:
    """Nothing is expected from them any more."""
    transaction.execute("DELETE FROM open_questions WHERE member_id = :member", {"member": member})


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop what nobody will answer any more; returns how many."""
    return transaction.execute(
        "DELETE FROM open_questions WHERE asked_at <= :before", {"before": now - LIFETIME}
    )
