"""Redemptions: points and piece are promised, spent and freed together, once."""

from __future__ import annotations

import sqlite3

import pytest

from storage import goods, ledger, lots, redemptions, shop_windows, stock
from storage.database import Transaction
from storage.goods import Limit, Per, Terms
from storage.ledger import BelowZero
from storage.members import MemberId
from storage.redemptions import Conflict, RedemptionState
from storage.shop_windows import Days
from storage.stock import SoldOut, Stock
from tests.unit.storage.points import SOON
from tests.unit.storage.shop import COLLECT_BY, NOW, chosen, given, kettles, with_points


@pytest.fixture
def kettle(transaction: Transaction, courier: MemberId) -> goods.Goods:
    """Goods for 2 points, 3 of them, and a courier with 5 points."""
    made = kettles(transaction)
    given(transaction, made.id, 3)
    with_points(transaction, courier)
    return made


def test_choosing_puts_points_and_piece_aside(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    redemption = chosen(transaction, kettle, courier)
    assert redemption.state is RedemptionState.HELD
    assert ledger.standing(transaction, courier, NOW).available == 3
    assert ledger.standing(transaction, courier, NOW).held == 2
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=2, held=1)
    assert ledger.get(transaction, redemption.hold).transfer.subject == str(redemption.id)


def test_what_is_collected_is_spent_and_gone(
    transaction: Transaction, courier: MemberId, other: MemberId, kettle: goods.Goods
) -> None:
    redemption = redemptions.collect(transaction, chosen(transaction, kettle, courier), other, NOW)
    assert (redemption.state, redemption.ended_by) == (RedemptionState.COLLECTED, other)
    assert ledger.balance_of(transaction, ledger.SHOP) == 2
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=2)


def test_what_is_cancelled_goes_back_to_its_lot_and_its_batch(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    redemptions.cancel(transaction, chosen(transaction, kettle, courier), courier, NOW)
    assert [(lot.expires_at, lot.left) for lot in lots.open_lots(transaction, courier)] == [(SOON, 5)]
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=3)


def test_what_expires_goes_back_too(transaction: Transaction, courier: MemberId, kettle: goods.Goods) -> None:
    after = redemptions.expire(transaction, chosen(transaction, kettle, courier), COLLECT_BY)
    assert (after.state, after.ended_by) == (RedemptionState.EXPIRED, None)
    assert ledger.balance(transaction, courier) == 5


def test_what_was_handed_out_by_mistake_comes_back(
    transaction: Transaction, courier: MemberId, other: MemberId, kettle: goods.Goods
) -> None:
    collected = redemptions.collect(transaction, chosen(transaction, kettle, courier), other, NOW)
    redemptions.undo(transaction, collected, other, NOW)
    assert ledger.balance(transaction, courier) == 5
    assert ledger.balance_of(transaction, ledger.SHOP) == 0
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=3)


def test_without_the_points_nothing_happens(
    transaction: Transaction, other: MemberId, kettle: goods.Goods
) -> None:
    with pytest.raises(BelowZero):
        chosen(transaction, kettle, other)
    assert redemptions.everything_open(transaction) == []
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=3)


def test_without_a_piece_nothing_happens(transaction: Transaction, courier: MemberId) -> None:
    empty = kettles(transaction)
    with_points(transaction, courier)
    with pytest.raises(SoldOut):
        chosen(transaction, empty, courier)
    assert ledger.standing(transaction, courier, NOW).held == 0


def test_a_redemption_ends_once(
    transaction: Transaction, courier: MemberId, other: MemberId, kettle: goods.Goods
) -> None:
    redemption = chosen(transaction, kettle, courier)
    redemptions.collect(transaction, redemption, other, NOW)
    with pytest.raises(Conflict):
        redemptions.cancel(transaction, redemption, courier, NOW)
    with pytest.raises(Conflict):
        redemptions.cancel(transaction, redemptions.get(transaction, redemption.id), courier, NOW)
    with pytest.raises(sqlite3.IntegrityError, match="ends once"):
        transaction.execute("UPDATE redemptions SET state = 'held', ended_at = NULL")
    assert ledger.balance(transaction, courier) == 3


def test_no_two_people_wait_with_one_code(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    first = chosen(transaction, kettle, courier, "AAAAAA")
    assert redemptions.is_taken(transaction, "AAAAAA")
    with pytest.raises(sqlite3.IntegrityError):
        chosen(transaction, kettle, courier, "AAAAAA")
    redemptions.cancel(transaction, first, courier, NOW)
    second = chosen(transaction, kettle, courier, "AAAAAA")
    assert redemptions.find_by_code(transaction, "AAAAAA") == second


def test_a_code_that_is_over_is_still_known(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    first = chosen(transaction, kettle, courier, "AAAAAA")
    redemptions.cancel(transaction, first, courier, NOW)
    found = redemptions.find_by_code(transaction, "AAAAAA")
    assert found is not None
    assert found.state is RedemptionState.CANCELLED


def test_who_has_had_how_many_leaves_out_what_was_given_back(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    chosen(transaction, kettle, courier)
    redemptions.cancel(transaction, chosen(transaction, kettle, courier), courier, NOW)
    assert redemptions.had_since(transaction, courier, kettle.id, NOW) == 1
    assert redemptions.had_since(transaction, courier, kettle.id, NOW + 1) == 0


def test_all_of_somebodys_is_cancelled_at_once(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    chosen(transaction, kettle, courier)
    chosen(transaction, kettle, courier)
    assert len(redemptions.cancel_all_of(transaction, courier, NOW)) == 2
    assert redemptions.open_of(transaction, courier) == []
    assert ledger.balance(transaction, courier) == 5


def test_nobody_is_reminded_of_what_they_have_just_chosen(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    redemption = chosen(transaction, kettle, courier)
    assert redemptions.to_remind(transaction, 500, ahead=COLLECT_BY, limit=9) == []
    assert redemptions.to_remind(transaction, 500, ahead=500, limit=9) == [redemption]
    assert redemptions.to_remind(transaction, 499, ahead=500, limit=9) == []
    assert redemptions.overdue(transaction, COLLECT_BY - 1, 9) == []
    assert redemptions.overdue(transaction, COLLECT_BY, 9) == [redemption]


def test_goods_change_by_version_and_what_was_chosen_keeps_its_price(
    transaction: Transaction, courier: MemberId, kettle: goods.Goods
) -> None:
    redemption = chosen(transaction, kettle, courier)
    dearer = goods.change(
        transaction, kettle, Terms("保温杯", "Thermos", 9, limit=Limit(1, Per.MONTH), is_on=False)
    )
    assert (dearer.version, dearer.terms.limit) == (2, Limit(1, Per.MONTH))
    assert redemptions.get(transaction, redemption.id).price == 2
    assert goods.on_offer(transaction) == []
    with pytest.raises(goods.Conflict):
        goods.change(transaction, kettle, kettle.terms)


def test_the_shop_is_open_always_until_somebody_says_otherwise(transaction: Transaction) -> None:
    assert shop_windows.in_force(transaction) is None
    shop_windows.change(transaction, Days(1, 10), None, NOW)
    assert shop_windows.in_force(transaction) == Days(1, 10)
    shop_windows.change(transaction, None, None, NOW)
    assert shop_windows.in_force(transaction) is None


@pytest.mark.parametrize("days", [Days(0, 10), Days(5, 4), Days(1, 32)])
def test_days_that_no_month_has_are_refused(transaction: Transaction, days: Days) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        shop_windows.change(transaction, days, None, NOW)
