"""The ledger: what is recorded, what is taken back, what somebody has, and what they are told of it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from storage import holds, ledger
from storage.database import Transaction
from storage.ledger import (
    EXPIRED,
    ISSUER,
    SHOP,
    BelowZero,
    KeyReused,
    Movement,
    NotReversible,
    Standing,
    Transfer,
    TransferId,
)
from storage.members import MemberId
from tests.unit.storage.points import LATER, SOON, earned, honoured, spend


def deducted(member: MemberId, points: int, key: str = "deducted:1") -> Transfer:
    return Transfer(key, ledger.account_of(member), ISSUER, points, "deduction", "1")


def test_points_go_from_one_account_to_another(transaction: Transaction, courier: MemberId) -> None:
    recorded = ledger.record(transaction, earned(courier), now=7)
    assert recorded.is_new
    assert ledger.balance(transaction, courier) == 5
    assert ledger.balances(transaction) == {ISSUER: -5, ledger.account_of(courier): 5}


def test_what_is_recorded_is_found_again_as_it_was(transaction: Transaction, courier: MemberId) -> None:
    transfer = replace(earned(courier), actor=courier)
    recorded = ledger.record(transaction, transfer, now=7)
    found = ledger.find(transaction, "report:1")
    assert found == ledger.get(transaction, recorded.id) == replace(recorded, is_new=False)
    assert found is not None
    assert (found.transfer, found.recorded_at) == (transfer, 7)
    assert ledger.find(transaction, "report:2") is None
    with pytest.raises(KeyError, match="99"):
        ledger.get(transaction, TransferId(99))


def test_the_same_transfer_again_is_the_earlier_one(transaction: Transaction, courier: MemberId) -> None:
    first = ledger.record(transaction, earned(courier), now=7)
    again = ledger.record(transaction, replace(earned(courier), actor=courier, expires_at=LATER), now=8)
    assert again == replace(first, is_new=False)
    assert ledger.balance(transaction, courier) == 5


@pytest.mark.parametrize(
    "other", [{"points": 6}, {"cause": "award"}, {"subject": "2"}, {"credit": "member:99"}]
)
def test_a_key_is_not_used_for_something_else(
    transaction: Transaction, courier: MemberId, other: dict[str, object]
) -> None:
    ledger.record(transaction, earned(courier), now=7)
    with pytest.raises(KeyReused, match="report:1"):
        ledger.record(transaction, replace(earned(courier), **other), now=8)  # type: ignore[arg-type]
    assert ledger.balance(transaction, courier) == 5


@pytest.mark.parametrize("points", [0, -1, 1.5, True, "1", 10**30])
def test_only_whole_numbers_above_zero_are_moved(
    transaction: Transaction, courier: MemberId, points: object
) -> None:
    with pytest.raises((ValueError, OverflowError), match=r"whole number above zero|too large"):
        ledger.record(transaction, replace(earned(courier), points=points), now=7)  # type: ignore[arg-type]
    assert ledger.balances(transaction) == {}


def test_nobody_is_deducted_more_than_they_have(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier), now=7)
    with pytest.raises(BelowZero, match=f"member:{courier} has less than 6"):
        ledger.record(transaction, deducted(courier, 6), now=8)
    ledger.record(transaction, deducted(courier, 5), now=8)
    assert ledger.balance(transaction, courier) == 0


def test_a_reversal_is_a_transfer_of_its_own_and_happens_once(
    transaction: Transaction, courier: MemberId
) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    ledger.record(transaction, earned(courier, key="report:2"), now=7)
    back = ledger.reversal(paid, "correction", courier)
    assert (back.cause, back.subject, back.actor) == ("correction", str(paid.id), courier)
    assert ledger.record(transaction, back, now=8).is_new
    assert not ledger.record(transaction, back, now=9).is_new
    assert ledger.balance(transaction, courier) == 5
    assert ledger.get(transaction, paid.id).transfer == paid.transfer
    with pytest.raises(sqlite3.IntegrityError, match="not replaced"):
        ledger.record(transaction, replace(back, key="another"), now=9)


def test_what_is_gone_cannot_be_taken_back(transaction: Transaction, courier: MemberId) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    spend(transaction, courier, 1)
    with pytest.raises(BelowZero):
        ledger.record(transaction, ledger.reversal(paid, "correction", None), now=9)


def test_what_was_bought_can_be_given_back_once(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier), now=7)
    bought = spend(transaction, courier, 3)
    back = ledger.reversal(bought, "returned", courier)
    ledger.record(transaction, back, now=9)
    ledger.record(transaction, back, now=9)
    assert ledger.balance(transaction, courier) == 5
    assert ledger.balance_of(transaction, SHOP) == 0


def test_a_hold_a_resolution_an_expiry_and_a_reversal_are_not_reversed(
    transaction: Transaction, courier: MemberId
) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    held = holds.hold(transaction, courier, 2, "goods:1", "goods", "1", None, now=8)
    given_back = holds.void(transaction, held.id, "cancelled", None, now=9)
    expired = ledger.expire(transaction, courier, SOON, now=SOON)
    other = ledger.record(transaction, earned(courier, key="report:2", expires_at=LATER), now=SOON)
    reversed_ = ledger.record(transaction, ledger.reversal(other, "correction", None), now=SOON)
    assert expired is not None
    for final in (held, given_back, expired, reversed_):
        with pytest.raises(NotReversible, match=str(final.id)):
            ledger.reversal(final, "correction", None)
    assert ledger.reversal(paid, "correction", None).reverses == paid.id


def test_movements_come_newest_first_with_their_signs(transaction: Transaction, courier: MemberId) -> None:
    for number in range(3):
        ledger.record(transaction, earned(courier, key=f"report:{number}"), now=number)
    taken = ledger.record(transaction, deducted(courier, 2), now=3)
    account = ledger.account_of(courier)
    moved = ledger.movements(transaction, account, 3)
    assert [(one.points, one.recorded_at) for one in moved] == [(-2, 3), (5, 2), (5, 1)]
    assert moved[0] == Movement(taken.id, -2, "deduction", "1", None, 3)
    older = ledger.movements(transaction, account, 3, before=moved[1].id)
    assert [(one.points, one.recorded_at) for one in older] == [(5, 1), (5, 0)]


def test_a_movement_says_what_it_takes_back(transaction: Transaction, courier: MemberId) -> None:
    paid = ledger.record(transaction, earned(courier), now=7)
    ledger.record(transaction, ledger.reversal(paid, "correction", None), now=8)
    moved = ledger.movements(transaction, ledger.account_of(courier), 9)
    assert [one.reverses for one in moved] == [paid.id, None]


def test_points_for_honour_count_apart_and_cannot_be_spent(
    transaction: Transaction, courier: MemberId
) -> None:
    recorded = ledger.record(transaction, honoured(courier, 4), now=7)
    assert ledger.standing(transaction, courier, now=8) == Standing(0, 0, 0, 4)
    with pytest.raises(BelowZero):
        holds.hold(transaction, courier, 1, "goods:1", "goods", "1", None, now=8)
    ledger.record(transaction, ledger.reversal(recorded, "correction", None), now=9)
    assert ledger.standing(transaction, courier, now=8).honour == 0


def test_more_for_honour_than_there_is_cannot_be_taken_back(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, honoured(courier, 4), now=7)
    deduction = replace(deducted(courier, 5), debit=ledger.honour_of(courier))
    with pytest.raises(BelowZero, match="honour"):
        ledger.record(transaction, deduction, now=8)


def test_a_standing_tells_what_can_be_spent_what_expires_soon_and_what_is_on_hold(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, earned(courier, 5, expires_at=SOON), now=7)
    ledger.record(transaction, earned(courier, 7, key="report:2", expires_at=LATER), now=7)
    holds.hold(transaction, courier, 2, "goods:1", "goods", "1", None, now=8)
    month = ledger.WARNING
    assert month == 30 * 24 * 3600 * 1000
    assert ledger.standing(transaction, courier, now=SOON - month - 1) == Standing(10, 0, 2, 0)
    assert ledger.standing(transaction, courier, now=SOON - month) == Standing(10, 3, 2, 0)
    assert ledger.standing(transaction, courier, now=SOON - 1) == Standing(10, 3, 2, 0)
    assert ledger.standing(transaction, courier, now=SOON) == Standing(7, 0, 2, 0)


def test_what_a_cause_paid_is_counted_within_its_time_and_without_what_was_taken_back(
    transaction: Transaction, courier: MemberId, other: MemberId
) -> None:
    for number in range(1, 6):
        ledger.record(transaction, earned(courier, 1, key=f"report:{number}"), now=number)
    ledger.record(transaction, honoured(courier, 10), now=3)
    ledger.record(transaction, replace(earned(courier, 100, key="award:1"), cause="award"), now=3)
    ledger.record(transaction, earned(other, 1000, key="report:9"), now=3)
    assert ledger.earned_between(transaction, courier, "report", 2, 5) == 13
    taken = ledger.find(transaction, "report:3")
    assert taken is not None
    ledger.record(transaction, ledger.reversal(taken, "correction", None), now=3)
    assert ledger.earned_between(transaction, courier, "report", 2, 5) == 12


def test_the_ledger_adds_up_whatever_an_account_is_for(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier, 9), now=7)
    ledger.record(transaction, honoured(courier, 2), now=7)
    spend(transaction, courier, 3)
    holds.hold(transaction, courier, 1, "goods:2", "goods", "2", None, now=8)
    ledger.expire(transaction, courier, SOON, now=SOON)
    found = ledger.balances(transaction)
    assert found == {
        ISSUER: -11,
        ledger.account_of(courier): 0,
        ledger.honour_of(courier): 2,
        ledger.hold_of(courier): 1,
        SHOP: 3,
        EXPIRED: 5,
    }
    assert all(ledger.balance_of(transaction, account) == points for account, points in found.items())


def test_what_took_a_transfer_back_is_found_and_nothing_for_one_that_stands(
    transaction: Transaction, courier: MemberId
) -> None:
    stands = ledger.record(transaction, earned(courier, key="report:1"), now=7)
    taken = ledger.record(transaction, earned(courier, key="report:2"), now=7)
    assert ledger.reversal_of(transaction, taken.id) is None
    back = ledger.record(transaction, ledger.reversal(taken, "correction", None), now=8)
    assert ledger.reversal_of(transaction, taken.id) == back.id
    assert ledger.reversal_of(transaction, stands.id) is None
    assert ledger.reversal_of(transaction, back.id) is None


def test_a_single_point_that_comes_back_to_a_lot_whose_time_is_over_expires_at_once(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, replace(earned(courier), points=1, expires_at=100), now=7)
    held = holds.hold(transaction, courier, 1, "goods:1", "goods", "1", None, now=8)
    holds.void(transaction, held.id, "goods", None, now=200)
    assert ledger.standing(transaction, courier, now=200) == Standing(0, 0, 0, 0)
    assert ledger.balance(transaction, courier) == 0
