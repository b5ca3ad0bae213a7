"""Those whose points expire soon are found, once for each lot, while they are on the team."""

from __future__ import annotations

from storage import expiry_warnings, holds, ledger, members
from storage.database import Transaction
from storage.ledger import WARNING
from storage.lots import Lot
from storage.members import MemberId, Standing
from tests.unit.storage.points import SOON, earned

EARLY, IN_TIME = SOON - WARNING - 1, SOON - WARNING


def test_they_are_found_thirty_days_before_page_by_page_and_once(
    transaction: Transaction, courier: MemberId, other: MemberId
) -> None:
    for member in (courier, other):
        members.set_standing(transaction, member, Standing.ACTIVE)
        ledger.record(transaction, earned(member, 2, key=f"a:{member}"), now=1)
        ledger.record(transaction, earned(member, 9, key=f"b:{member}", expires_at=SOON + WARNING), now=1)
    assert expiry_warnings.due(transaction, EARLY, 10) == []
    assert expiry_warnings.due(transaction, IN_TIME, 10) == [Lot(courier, SOON, 2), Lot(other, SOON, 2)]
    (first,) = expiry_warnings.due(transaction, IN_TIME, 1)
    expiry_warnings.note(transaction, first, IN_TIME)
    assert expiry_warnings.due(transaction, IN_TIME, 10) == [Lot(other, SOON, 2)]
    holds.hold(transaction, other, 2, "goods:1", "goods", "1", None, now=2)
    assert not expiry_warnings.are_due(transaction, IN_TIME)


def test_whoever_is_not_on_the_team_is_not_found(transaction: Transaction, courier: MemberId) -> None:
    ledger.record(transaction, earned(courier, 2), now=1)
    members.set_standing(transaction, courier, Standing.LEFT)
    assert not expiry_warnings.are_due(transaction, IN_TIME)


def test_a_warning_is_forgotten_when_the_lot_has_expired(transaction: Transaction, courier: MemberId) -> None:
    expiry_warnings.note(transaction, Lot(courier, SOON, 2), IN_TIME)
    assert expiry_warnings.forget_old(transaction, SOON - 1) == 0
    assert expiry_warnings.forget_old(transaction, SOON) == 1
