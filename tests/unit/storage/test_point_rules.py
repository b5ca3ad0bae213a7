"""Rules are data: what there is from the start, and that a change is a new version that leaves the past alone."""

from __future__ import annotations

import sqlite3

import pytest

from storage import point_rules
from storage.database import Transaction
from storage.members import MemberId
from storage.point_rules import CreditClass, Terms


@pytest.mark.parametrize(
    ("cause", "terms"),
    [
        ("report", Terms(1, cap_a_day=5, cap_a_month=30)),
        ("me_too", Terms(1, cap_a_day=5, cap_a_month=30)),
        ("verification", Terms(1, cap_a_day=5, cap_a_month=30)),
        ("volunteer_hour", Terms(1, cap_a_day=8, cap_a_month=60)),
        ("attendance", Terms(None)),
        ("award", Terms(None)),
    ],
)
def test_there_are_rules_from_the_start(transaction: Transaction, cause: str, terms: Terms) -> None:
    rule = point_rules.in_force(transaction, cause, at=0)
    assert rule is not None
    assert (rule.cause, rule.version, rule.terms, rule.valid_until) == (cause, 1, terms, None)


def test_a_cause_without_a_rule_has_none(transaction: Transaction) -> None:
    assert point_rules.in_force(transaction, "luck", at=0) is None


def test_a_change_is_a_new_version_from_now_on(transaction: Transaction, courier: MemberId) -> None:
    changed = point_rules.change(transaction, "report", Terms(2, 3, 4, CreditClass.HONOUR), courier, now=100)
    assert (changed.version, changed.valid_from, changed.valid_until) == (2, 100, None)
    assert changed.terms == Terms(2, 3, 4, CreditClass.HONOUR)
    assert point_rules.in_force(transaction, "report", at=100) == changed
    before = point_rules.in_force(transaction, "report", at=99)
    assert before is not None
    assert (before.version, before.terms.points) == (1, 1)
    made = transaction.one("SELECT made_by, made_at FROM point_rules WHERE version = 2")
    assert made is not None
    assert tuple(made) == (courier, 100)


def test_a_rule_begins_and_ends_when_it_says(transaction: Transaction) -> None:
    rule = point_rules.change(transaction, "report", Terms(2), None, now=100, valid_from=200, valid_until=300)
    in_force = [point_rules.in_force(transaction, "report", at) for at in (199, 200, 299, 300)]
    assert [None if one is None else one.version for one in in_force] == [1, 2, 2, None]
    assert in_force[1] == rule


def test_a_new_cause_begins_with_version_one(transaction: Transaction) -> None:
    assert point_rules.change(transaction, "shift", Terms(1), None, now=1).version == 1


def test_the_past_is_not_changed(transaction: Transaction) -> None:
    with pytest.raises(ValueError, match="99 < 100"):
        point_rules.change(transaction, "report", Terms(2), None, now=100, valid_from=99)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE point_rules SET points = 9",
        "DELETE FROM point_rules",
        "INSERT OR REPLACE INTO point_rules SELECT * FROM point_rules",
        "INSERT OR REPLACE INTO point_rules (cause, version, points, class, valid_from, made_at)"
        " VALUES ('report', 1, 9, 'earned', 0, 0)",
    ],
)
def test_a_rule_is_not_edited(transaction: Transaction, tampering: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="a new version"):
        transaction.execute(tampering)


@pytest.mark.parametrize("terms", [Terms(-1), Terms(1, cap_a_day=0), Terms(1, cap_a_month=-1)])
def test_a_rule_that_makes_no_sense_is_refused(transaction: Transaction, terms: Terms) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        point_rules.change(transaction, "report", terms, None, now=1)
