"""Verdicts: one row for each person and round, and the shares of the satisfied; offers are found by place."""

from __future__ import annotations

from storage import members, verdicts, verification_offers
from storage.database import Transaction
from storage.members import MemberId, Standing
from storage.reports import ReportId
from storage.verdicts import NotFixed, Verdict
from storage.verification_offers import Box

BOX = Box(30.49, 114.30, 30.51, 114.32)


def add_report(transaction: Transaction, number: int, category: str, state: str = "fixed") -> ReportId:
    member = people(transaction)[0]
    row = transaction.one(
        "INSERT INTO reports (token, number, state, reporter_id, latitude, longitude, category, grid_id,"
        " opened_at, described_at, submitted_at)"
        " VALUES (:number, :number, :state, :member, 30.5, 114.31, :category, NULL, 0, 0, 0) RETURNING id",
        {"number": number, "state": state, "member": member, "category": category},
    )
    assert row is not None
    return ReportId(row["id"])


def people(transaction: Transaction) -> list[MemberId]:
    """Three couriers."""
    found = [members.find(transaction, "telegram", id_) for id_ in (1, 2, 3)]
    met = [
        one or members.add(transaction, "telegram", id_, "某", "zh", 0, Standing.ACTIVE)
        for id_, one in enumerate(found, start=1)
    ]
    return [one.id for one in met]


def test_what_somebody_says_again_in_a_round_replaces_what_they_said(transaction: Transaction) -> None:
    report, who = add_report(transaction, 1, "leak"), people(transaction)[0]
    verdicts.give(transaction, Verdict(report, 1, who, "reporter", True), 5)
    verdicts.give(transaction, Verdict(report, 1, who, "reporter", False, NotFixed.BROKEN_AGAIN), 6)
    verdicts.give(transaction, Verdict(report, 2, who, "reporter", True), 7)
    said = [(one.round, one.is_fixed) for one in verdicts.of(transaction, report)]
    assert said == [(1, False), (2, True)]


def test_satisfied_is_who_says_fixed_and_has_nothing_to_object_to(transaction: Transaction) -> None:
    leak, road = (add_report(transaction, n, kind) for n, kind in enumerate(("leak", "road")))
    one, two, three = people(transaction)[:3]
    for verdict in (
        Verdict(leak, 1, one, "reporter", True),
        Verdict(leak, 1, two, "follower", True, NotFixed.HANDLING),
        Verdict(leak, 1, three, "passer_by", False, NotFixed.PARTLY),
        Verdict(road, 1, one, "reporter", True),
    ):
        verdicts.give(transaction, verdict, 5)
    figures = verdicts.satisfaction(transaction, 5, 6)
    assert [(one.grid_id, one.category, one.verdicts, one.satisfied) for one in figures] == [
        (None, "leak", 3, 1),
        (None, "road", 1, 1),
    ]
    assert verdicts.satisfaction(transaction, 6, 9) == []


def test_only_what_is_fixed_and_in_the_box_is_read(transaction: Transaction) -> None:
    add_report(transaction, 1, "leak")
    add_report(transaction, 2, "leak", "closed")
    found = verification_offers.within(transaction, BOX, people(transaction)[1], 0)
    assert len(found) == 1
    values = {"south": 0, "north": 0, "west": 0, "east": 0, "member": 0, "now": 0, "at_a_time": 0}
    plan = transaction.all(f"EXPLAIN QUERY PLAN {verification_offers.WITHIN}", values)
    assert "USING INDEX reports_to_look_at" in str([row["detail"] for row in plan])
