"""Figures of the shop are what its rows say: months, donors, and what became of a donation."""

from __future__ import annotations

from storage import low_stock, redemptions, shop_figures, stock
from storage.database import Transaction
from storage.members import MemberId
from storage.shop_figures import Donated, Month, Outcome
from tests.unit.storage.shop import NOW, chosen, given, kettles, with_points


def test_a_month_counts_points_and_keeps_person_times_and_people_apart(
    transaction: Transaction, courier: MemberId
) -> None:
    kettle = kettles(transaction)
    given(transaction, kettle.id, 5)
    with_points(transaction, courier, 9)
    for _ in range(2):
        redemptions.collect(transaction, chosen(transaction, kettle, courier), None, NOW)
    chosen(transaction, kettle, courier)
    undone = redemptions.collect(transaction, chosen(transaction, kettle, courier), None, NOW)
    redemptions.undo(transaction, undone, None, NOW)
    assert shop_figures.of_month(transaction, NOW, NOW + 1) == Month(9, 4, 0, 2, 2, 1)
    assert shop_figures.of_month(transaction, NOW + 1, NOW + 2) == Month(0, 0, 0, 2, 0, 0)


def test_what_was_handed_out_by_mistake_is_not_counted_for_its_donor(
    transaction: Transaction, courier: MemberId
) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 5)
    with_points(transaction, courier, 9)
    redemptions.collect(transaction, chosen(transaction, kettle, courier), None, NOW)
    again = redemptions.collect(transaction, chosen(transaction, kettle, courier), None, NOW)
    redemptions.undo(transaction, again, None, NOW)
    stock.write_off(transaction, batch.id, 1, courier, NOW)
    stock.correct(transaction, batch.id, -1, "lost", courier, NOW)
    assert shop_figures.by_donor(transaction, 0, NOW + 1) == [Donated("某某公司", kettle.id, 5, 1, 1)]
    assert shop_figures.outcome_of(transaction, batch.id) == Outcome(5, 1, 1, 2, 0, 1, 1)


def test_goods_run_low_once_until_there_are_more_again(transaction: Transaction, courier: MemberId) -> None:
    kettle = kettles(transaction, low_at=2)
    assert not low_stock.has_changed(transaction, NOW)  # none of it ever came
    given(transaction, kettle.id, 3)
    with_points(transaction, courier, 9)
    assert not low_stock.has_changed(transaction, NOW)
    chosen(transaction, kettle, courier)
    assert [(low.goods, low.free) for low in low_stock.fallen(transaction, NOW)] == [(kettle.id, 2)]
    low_stock.note(transaction, kettle.id, NOW)
    assert not low_stock.has_changed(transaction, NOW)
    given(transaction, kettle.id, 1)
    assert low_stock.has_changed(transaction, NOW)
    low_stock.forget_recovered(transaction, NOW)
    chosen(transaction, kettle, courier)
    assert low_stock.fallen(transaction, NOW)
