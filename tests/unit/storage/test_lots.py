"""Lots: they expire once, those who should hear of it are found, and corrections take from the right one."""

from __future__ import annotations

import pytest

from storage import holds, ledger, lots
from storage.database import Transaction
from storage.ledger import EXPIRED, ISSUER, Transfer
from storage.lots import Lot, Part
from storage.members import MemberId
from tests.unit.storage.points import LATER, SOON, earned


def left(transaction: Transaction, member: MemberId) -> list[tuple[int, int]]:
    return [(lot.expires_at, lot.left) for lot in lots.open_lots(transaction, member)]


def test_a_lot_expires_when_its_time_has_come_and_once(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier, 3), now=1)
    ledger.record(transaction, earned(courier, 4, key="report:2"), now=2)
    ledger.record(transaction, earned(courier, 5, key="report:3", expires_at=LATER), now=2)
    assert ledger.expire(transaction, courier, SOON, now=SOON - 1) is None
    expired = ledger.expire(transaction, courier, SOON, now=SOON)
    assert expired is not None
    assert (expired.transfer.points, expired.transfer.cause, expired.transfer.subject) == (
        7,
        "expiry",
        str(SOON),
    )
    assert expired.transfer.actor is None
    assert ledger.expire(transaction, courier, SOON, now=SOON) is None
    assert left(transaction, courier) == [(LATER, 5)]
    assert ledger.balance_of(transaction, EXPIRED) == 7


def test_a_lot_that_never_was_does_not_expire(transaction: Transaction, courier: MemberId) -> None:
    assert ledger.expire(transaction, courier, SOON, now=SOON) is None


def test_what_is_earned_after_its_own_expiry_is_gone_at_once(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, earned(courier, 3), now=SOON)
    assert ledger.balance(transaction, courier) == 0


def test_lapsed_lots_are_swept_up_page_by_page(
    transaction: Transaction, courier: MemberId, other: MemberId
) -> None:
    for member in (other, courier):
        ledger.record(transaction, earned(member, 2, key=f"report:{member}"), now=1)
        ledger.record(transaction, earned(member, 3, key=f"late:{member}", expires_at=LATER), now=1)
    assert ledger.expire_lapsed(transaction, SOON - 1, 10) == []
    assert lots.lapsed(transaction, LATER, 3) == [
        Lot(courier, SOON, 2),
        Lot(other, SOON, 2),
        Lot(courier, LATER, 3),
    ]
    assert ledger.expire_lapsed(transaction, SOON, 1) == [Lot(courier, SOON, 2)]
    assert (left(transaction, courier), left(transaction, other)) == ([(LATER, 3)], [(SOON, 2), (LATER, 3)])
    assert ledger.expire_lapsed(transaction, SOON, 10) == [Lot(other, SOON, 2)]
    assert ledger.expire_lapsed(transaction, SOON, 10) == []


def test_a_reversal_takes_from_its_own_lot_first_and_then_from_what_expires_first(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, earned(courier, 4, key="report:1", expires_at=SOON), now=1)
    ledger.record(transaction, earned(courier, 4, key="report:2", expires_at=SOON + 1), now=1)
    wrong = ledger.record(transaction, earned(courier, 5, key="report:3", expires_at=LATER), now=1)
    right = ledger.record(transaction, earned(courier, 5, key="report:4", expires_at=LATER), now=1)
    ledger.record(transaction, ledger.reversal(wrong, "correction", None), now=2)
    assert left(transaction, courier) == [(SOON, 4), (SOON + 1, 4), (LATER, 5)]
    holds.hold(transaction, courier, 2, "goods:1", "goods", "1", None, now=SOON + 1)
    ledger.record(transaction, ledger.reversal(right, "correction", None), now=2)
    assert left(transaction, courier) == [(SOON, 2), (SOON + 1, 4)]


def test_a_deduction_takes_what_expires_first(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier, 4, key="report:1", expires_at=LATER), now=1)
    ledger.record(transaction, earned(courier, 4, key="report:2", expires_at=SOON), now=1)
    deduction = Transfer("deducted:1", ledger.account_of(courier), ISSUER, 5, "deduction", "1")
    ledger.record(transaction, deduction, now=2)
    assert left(transaction, courier) == [(LATER, 3)]


def test_an_expiry_is_of_its_own_lot_and_of_no_more_than_is_in_it(
    transaction: Transaction, courier: MemberId
) -> None:
    ledger.record(transaction, earned(courier, 4, key="report:1", expires_at=SOON), now=1)
    ledger.record(transaction, earned(courier, 4, key="report:2", expires_at=LATER), now=1)
    account = ledger.account_of(courier)
    too_much = Transfer("expiry:x", account, EXPIRED, 5, "expiry", "x", expires_at=LATER)
    with pytest.raises(ledger.BelowZero):
        ledger.record(transaction, too_much, now=LATER)


def test_points_are_drawn_in_order_and_no_more_than_there_are() -> None:
    member = MemberId(1)
    some = [Lot(member, 10, 2), Lot(member, 20, 3), Lot(member, 30, 4)]
    assert lots.drawn(some, 2) == [Part(10, -2)]
    assert lots.drawn(some, 4) == [Part(10, -2), Part(20, -2)]
    assert lots.drawn(some, 99) == [Part(10, -2), Part(20, -3), Part(30, -4)]
    assert lots.drawn([], 1) == []
