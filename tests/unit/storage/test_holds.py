"""Points on hold: put aside, then spent or given back, once; those that expire first are taken first."""

from __future__ import annotations

import pytest

from storage import holds, ledger, lots
from storage.database import Transaction
from storage.holds import AlreadyResolved, NoHold
from storage.ledger import EXPIRED, SHOP, BelowZero, KeyReused, Recorded, Standing, TransferId
from storage.lots import Lot
from storage.members import MemberId
from tests.unit.storage.points import LATER, SOON, earned, spend


@pytest.fixture
def member(transaction: Transaction, courier: MemberId) -> MemberId:
    """Somebody with 5 that expire soon and 5 that expire later; what expires later was earned first."""
    ledger.record(transaction, earned(courier, key="report:1", expires_at=LATER), now=1)
    ledger.record(transaction, earned(courier, key="report:2", expires_at=SOON), now=2)
    return courier


def hold(
    transaction: Transaction, member: MemberId, points: int, now: int = 8, key: str = "goods:1"
) -> Recorded:
    return holds.hold(transaction, member, points, key, "goods", "1", member, now)


def left(transaction: Transaction, member: MemberId) -> list[tuple[int, int]]:
    return [(lot.expires_at, lot.left) for lot in lots.open_lots(transaction, member)]


def test_what_is_on_hold_cannot_be_spent_again(transaction: Transaction, member: MemberId) -> None:
    held = hold(transaction, member, 7)
    assert ledger.standing(transaction, member, now=8) == Standing(3, 0, 7, 0)
    assert holds.open_holds(transaction, member) == [held.id]
    with pytest.raises(BelowZero):
        hold(transaction, member, 4, key="goods:2")


def test_a_hold_says_who_and_what_for(transaction: Transaction, member: MemberId) -> None:
    held = hold(transaction, member, 7).transfer
    assert (held.cause, held.subject, held.actor) == ("goods", "1", member)


def test_holding_twice_with_one_key_holds_once(transaction: Transaction, member: MemberId) -> None:
    assert hold(transaction, member, 3).id == hold(transaction, member, 3, now=9).id
    assert ledger.balance(transaction, member) == 7
    with pytest.raises(KeyReused):
        hold(transaction, member, 4)


def test_what_expires_first_is_taken_first(transaction: Transaction, member: MemberId) -> None:
    hold(transaction, member, 3)
    assert left(transaction, member) == [(SOON, 2), (LATER, 5)]
    hold(transaction, member, 3, key="goods:2")
    assert left(transaction, member) == [(LATER, 4)]


def test_posting_spends_once_and_cannot_be_voided(transaction: Transaction, member: MemberId) -> None:
    held = hold(transaction, member, 7)
    posted = holds.post(transaction, held.id, "collected", member, now=9)
    again = holds.post(transaction, held.id, "collected", None, now=10)
    assert (posted.is_new, again.is_new, again.id) == (True, False, posted.id)
    assert (posted.transfer.cause, posted.transfer.subject, posted.transfer.actor) == (
        "collected",
        "1",
        member,
    )
    assert ledger.balance_of(transaction, SHOP) == 7
    assert holds.open_holds(transaction, member) == []
    with pytest.raises(AlreadyResolved, match=str(held.id)):
        holds.void(transaction, held.id, "cancelled", None, now=11)
    assert ledger.standing(transaction, member, now=12) == Standing(3, 0, 0, 0)


def test_voiding_gives_back_once_to_the_same_lots_and_cannot_be_posted(
    transaction: Transaction, member: MemberId
) -> None:
    held = hold(transaction, member, 7)
    voided = holds.void(transaction, held.id, "cancelled", member, now=9)
    assert (voided.transfer.cause, voided.transfer.subject, voided.transfer.actor) == (
        "cancelled",
        "1",
        member,
    )
    assert holds.void(transaction, held.id, "cancelled", None, now=10).id == voided.id
    assert left(transaction, member) == [(SOON, 5), (LATER, 5)]
    assert ledger.balance(transaction, member) == 10
    with pytest.raises(AlreadyResolved):
        holds.post(transaction, held.id, "collected", None, now=11)
    assert holds.open_holds(transaction, member) == []


def test_what_comes_back_to_a_lot_whose_time_is_over_expires_then(
    transaction: Transaction, member: MemberId
) -> None:
    hold(transaction, member, 2, key="goods:2")
    held = hold(transaction, member, 4, key="goods:3")
    assert ledger.expire_lapsed(transaction, SOON, 10) == []  # all of it is on hold
    holds.void(transaction, held.id, "cancelled", None, now=SOON)
    assert left(transaction, member) == [(LATER, 5)]
    assert ledger.balance_of(transaction, EXPIRED) == 3
    assert ledger.balance(transaction, member) == 5


def test_what_came_back_expires_once_more_after_the_lot_had_expired(
    transaction: Transaction, member: MemberId
) -> None:
    held = hold(transaction, member, 2)
    assert len(ledger.expire_lapsed(transaction, SOON, 10)) == 1
    holds.void(transaction, held.id, "cancelled", None, now=SOON + 1)
    assert ledger.balance_of(transaction, EXPIRED) == 5
    moved = ledger.movements(transaction, ledger.account_of(member), 3)
    assert [(one.points, one.cause, one.subject) for one in moved] == [
        (-2, "expiry", str(SOON)),
        (2, "cancelled", "1"),
        (-3, "expiry", str(SOON)),
    ]


def test_what_was_bought_comes_back_to_the_lots_it_came_from(
    transaction: Transaction, member: MemberId
) -> None:
    bought = spend(transaction, member, 7)
    ledger.record(transaction, ledger.reversal(bought, "returned", None), now=SOON)
    assert left(transaction, member) == [(LATER, 5)]
    assert ledger.balance_of(transaction, EXPIRED) == 5


def test_a_lapsed_lot_pays_nothing_also_before_it_was_swept_up(
    transaction: Transaction, member: MemberId
) -> None:
    with pytest.raises(BelowZero, match="lots of member"):
        hold(transaction, member, 6, now=SOON)
    hold(transaction, member, 5, now=SOON)
    assert left(transaction, member) == [(SOON, 5)]


def test_a_lot_pays_until_the_very_moment_it_expires(transaction: Transaction, member: MemberId) -> None:
    hold(transaction, member, 10, now=SOON - 1)
    assert left(transaction, member) == []


def test_what_is_no_hold_is_neither_posted_nor_voided(transaction: Transaction, member: MemberId) -> None:
    for resolve in (holds.post, holds.void):
        with pytest.raises(NoHold, match="1"):
            resolve(transaction, TransferId(1), "goods", None, now=9)
        with pytest.raises(KeyError):
            resolve(transaction, TransferId(99), "goods", None, now=9)


def test_open_holds_are_told_by_member_the_oldest_first(
    transaction: Transaction, member: MemberId, other: MemberId
) -> None:
    ledger.record(transaction, earned(other, key="report:3"), now=2)
    ids = [
        hold(transaction, who, 1, key=f"goods:{number}").id
        for number, who in enumerate([member, other, member])
    ]
    assert holds.open_holds(transaction, member) == [ids[0], ids[2]]
    assert holds.open_holds(transaction, other) == [ids[1]]


def test_lots_are_known_by_member(transaction: Transaction, member: MemberId, other: MemberId) -> None:
    ledger.record(transaction, earned(other, 1, key="report:3"), now=2)
    assert lots.open_lots(transaction, other) == [Lot(other, SOON, 1)]
