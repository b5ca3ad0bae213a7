"""Dangers first, then what most people have reported, then what has waited longest."""

from __future__ import annotations

from storage import members
from storage.database import Transaction
from storage.members import MemberId
from storage.priorities import MOST_PRESSING_FIRST
from storage.reports import ReportId


def add(
    transaction: Transaction,
    reporter: MemberId,
    sent_at: int,
    *,
    is_urgent: bool = False,
    joined_to: ReportId | None = None,
) -> ReportId:
    number = transaction.number("SELECT count(*) FROM reports") + 1
    transaction.execute(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, opened_at,"
        " described_at, submitted_at, is_urgent, joined_to) VALUES (:number, :number, :state, :reporter, 30.5, 114.3,"
        " 'leak', 0, 0, :sent_at, :is_urgent, :joined_to)",
        {
            "number": str(number),
            "state": "submitted" if joined_to is None else "joined",
            "reporter": reporter,
            "sent_at": sent_at,
            "is_urgent": int(is_urgent),
            "joined_to": joined_to,
        },
    )
    return ReportId(number)


def test_dangers_then_what_many_report_then_what_is_oldest(transaction: Transaction) -> None:
    people = [members.add(transaction, "telegram", user, "x", None, 0).id for user in range(4)]
    old = add(transaction, people[0], 1)
    insisted = add(transaction, people[0], 2)
    seen_by_two = add(transaction, people[0], 3)
    seen_by_three = add(transaction, people[0], 4)
    danger = add(transaction, people[0], 5, is_urgent=True)
    for _ in range(3):
        add(transaction, people[0], 6, joined_to=insisted)  # the same person again counts for nobody
    add(transaction, people[1], 6, joined_to=seen_by_two)
    for person in people[2:]:
        add(transaction, person, 6, joined_to=seen_by_three)
    rows = transaction.all(f"SELECT id FROM reports WHERE state = 'submitted' ORDER BY {MOST_PRESSING_FIRST}")
    assert [row["id"] for row in rows] == [danger, seen_by_three, seen_by_two, old, insisted]
