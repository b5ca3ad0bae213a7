"""The ledger: what is recorded, what is refused, and that nothing in it can be edited."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from storage import ledger, members
from storage.database import Transaction
from storage.ledger import ISSUER, BelowZero, KeyReused, Transfer
from storage.members import MemberId


@pytest.fixture
def courier(transaction: Transaction) -> MemberId:
    return members.add(transaction, "telegram", 1001, "李强", None, 0).id


def earned(member: MemberId, points: int = 5, key: str = "report:1") -> Transfer:
    return Transfer(key, ISSUER, ledger.account_of(member), points, "report", "1")


def spent(member: MemberId, points: int, key: str = "spent:1") -> Transfer:
    return Transfer(key, ledger.account_of(member), ISSUER, points, "spent", "1")


def test_points_go_from_one_account_to_another(transaction: Transaction, courier: MemberId) -> None:
    recorded = ledger.record(transaction, earned(courier), now=7)
    assert recorded.is_new
    assert ledger.balance(transaction, courier) == 5
    assert ledger.balances(transaction) == {ISSUER: -5, ledger.account_of(courier): 5}


def test_the_same_transfer_again_is_the_earlier_one(transaction: Transaction, courier: MemberId) -> None:
    first = ledger.record(transaction, earned(courier), now=7)
    again = ledger.record(transaction, replace(earned(courier), actor=courier), now=8)
    assert again == replace(first, is_new=False)
    assert ledger.balance(transaction, courier) == 5


@pytest.mark.parametrize(
    "other", [{"points": 6}, {"cause": "award"}, {"subject": "2"}, {"credit": "member:99"}]
)
def test_a_key_is_not_used_for_something_else(
    transaction: Transaction, courier: MemberId, other: dict[str, object]
) -> None:
    ledger.record(transaction, earned(courier), now=7)
    with pytest.raises(KeyReused):
        ledger.record(transaction, replace(earned(courier), **other), now=8)  # type: ignore[arg-type]
    assert ledger.balance(transaction, courier) == 5


@pytest.mark.parametrize("points", [0, -1, 1.5, True, "1", 10**30])
def test_only_whole_numbers_above_zero_are_moved(
    transaction: Transaction, courier: MemberId, points: object
) -> None:
    with pytest.raises((ValueError, OverflowError)):
        ledger.record(transaction, replace(earned(courier), points=points), now=7)  # type: ignore[arg-type]
    assert ledger.balances(transaction) == {}


def test_nobody_spends_more_than_they_have(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier), now=7)
    with pytest.raises(BelowZero):
        ledger.record(transaction, spent(courier, 6), now=8)
    ledger.record(transaction, spent(courier, 5), now=8)
    assert ledger.balance(transaction, courier) == 0


def test_a_reversal_is_a_transfer_of_its_own_and_happens_once(
    transaction: Transaction, courier: MemberId
) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    ledger.record(transaction, earned(courier, key="report:2"), now=7)
    back = ledger.reversal(paid, "correction", courier)
    assert ledger.record(transaction, back, now=8).is_new
    assert not ledger.record(transaction, back, now=9).is_new
    assert ledger.balance(transaction, courier) == 5
    assert ledger.get(transaction, paid.id).transfer == paid.transfer
    with pytest.raises(sqlite3.IntegrityError):
        ledger.record(transaction, replace(back, key="another"), now=9)


def test_what_was_spent_cannot_be_taken_back(transaction: Transaction, courier: MemberId) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    ledger.record(transaction, spent(courier, 1), now=8)
    with pytest.raises(BelowZero):
        ledger.record(transaction, ledger.reversal(paid, "correction", None), now=9)


def test_movements_come_newest_first_with_their_signs(transaction: Transaction, courier: MemberId) -> None:
    for number in range(3):
        ledger.record(transaction, earned(courier, key=f"report:{number}"), now=number)
    ledger.record(transaction, spent(courier, 2), now=3)
    moved = ledger.movements(transaction, courier, 3)
    assert [(one.points, one.recorded_at) for one in moved] == [(-2, 3), (5, 2), (5, 1)]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE transfers SET points = 100",
        "UPDATE transfers SET recorded_at = 0 WHERE id = 1",
        "DELETE FROM transfers",
        "INSERT OR REPLACE INTO transfers SELECT id, key, content_hash, debit, credit, 100, cause, subject, actor_id,"
        " reverses, recorded_at FROM transfers",
        "INSERT OR REPLACE INTO transfers SELECT NULL, key, content_hash, debit, credit, 100, cause, subject,"
        " actor_id, reverses, recorded_at FROM transfers",
    ],
)
def test_nothing_in_the_ledger_is_changed(
    transaction: Transaction, courier: MemberId, tampering: str
) -> None:
    ledger.record(transaction, earned(courier), now=7)
    before = ledger.find(transaction, "report:1")
    with pytest.raises(sqlite3.IntegrityError, match="the ledger is not"):
        transaction.execute(tampering)
    assert ledger.find(transaction, "report:1") == before


@pytest.mark.parametrize(
    ("debit", "credit", "points"),
    [
        ("member:1", "issuer", 6),  # more than they have
        ("member:2", "issuer", 1),  # of somebody who has nothing
        ("issuer", "issuer", 1),
        ("issuer", "member:", 1),
        ("issuer", "member:0", 1),
        ("issuer", "somebody", 1),
        ("issuer", "member:1", 0),
        ("issuer", "member:1", -1),
        ("issuer", "member:1", 0.5),
        ("issuer", "member:1", "many"),
        ("issuer", "member:1", None),
    ],
)
def test_the_database_itself_refuses_what_must_not_be(
    transaction: Transaction, courier: MemberId, debit: str, credit: str, points: object
) -> None:
    ledger.record(transaction, earned(courier), now=7)
    with pytest.raises(sqlite3.IntegrityError):
        transaction.execute(
            "INSERT INTO transfers (key, content_hash, debit, credit, points, cause, subject, recorded_at)"
            " VALUES ('k', 'h', :debit, :credit, :points, 'c', 's', 0)",
            {"debit": debit, "credit": credit, "points": points},
        )
    assert ledger.balance(transaction, courier) == 5
