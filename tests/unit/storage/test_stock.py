"""The stock of the shop: what came in, moved and is left; and what the database refuses, whoever writes to it."""

from __future__ import annotations

import sqlite3

import pytest

from storage import stock
from storage.database import Transaction
from storage.members import MemberId
from storage.stock import MoveKind, SoldOut, Stock, TooFew
from tests.unit.storage.shop import NOW, chosen, given, kettles, with_points


def test_what_came_in_can_be_chosen(transaction: Transaction) -> None:
    kettle = kettles(transaction)
    given(transaction, kettle.id, 3)
    given(transaction, kettle.id, 4)
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(free=7)


def test_what_is_best_before_the_earliest_date_goes_first(transaction: Transaction) -> None:
    kettle = kettles(transaction)
    keeps = given(transaction, kettle.id)
    later = given(transaction, kettle.id, 1, best_before=500)
    sooner = given(transaction, kettle.id, 1, best_before=100)
    taken = [stock.next_batch(transaction, kettle.id, now).id for now in (NOW, 100, 500)]
    assert taken == [sooner.id, later.id, keeps.id]


def test_what_is_past_its_best_before_is_not_offered(transaction: Transaction) -> None:
    kettle = kettles(transaction)
    given(transaction, kettle.id, 3, best_before=100)
    assert stock.of_goods(transaction, kettle.id, 100) == Stock(past=3)
    with pytest.raises(SoldOut):
        stock.next_batch(transaction, kettle.id, 100)


def test_a_batch_entered_by_mistake_is_withdrawn(transaction: Transaction, courier: MemberId) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    stock.withdraw(transaction, batch, courier, NOW)
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock()


def test_a_batch_that_somebody_chose_from_is_not_withdrawn(
    transaction: Transaction, courier: MemberId
) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    with_points(transaction, courier)
    chosen(transaction, kettle, courier)
    with pytest.raises(TooFew):
        stock.withdraw(transaction, batch, courier, NOW)


def test_counting_corrects_what_is_free(transaction: Transaction, courier: MemberId) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    stock.correct(transaction, batch.id, -2, "broken", courier, NOW)
    stock.correct(transaction, batch.id, 1, "found", courier, NOW)
    assert stock.get(transaction, batch.id).free == 2


def test_what_is_promised_is_neither_written_off_nor_counted_away(
    transaction: Transaction, courier: MemberId
) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    with_points(transaction, courier)
    chosen(transaction, kettle, courier)
    with pytest.raises(TooFew):
        stock.write_off(transaction, batch.id, 3, courier, NOW)
    with pytest.raises(TooFew):
        stock.correct(transaction, batch.id, -3, "lost", courier, NOW)
    stock.write_off(transaction, batch.id, 2, courier, NOW)
    assert stock.of_goods(transaction, kettle.id, NOW) == Stock(held=1)


@pytest.mark.parametrize("quantity", [0, -1, 0.5, "many"])
def test_a_gift_is_a_whole_number_above_zero(transaction: Transaction, quantity: object) -> None:
    kettle = kettles(transaction)
    with pytest.raises(sqlite3.IntegrityError):
        given(transaction, kettle.id, quantity)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE stock_moves SET free_after = 100",
        "DELETE FROM stock_moves",
        "INSERT OR REPLACE INTO stock_moves SELECT * FROM stock_moves",
        "UPDATE batches SET quantity = 100",
        "DELETE FROM batches",
        "INSERT OR REPLACE INTO batches SELECT * FROM batches",
        "DELETE FROM redemptions",
    ],
)
def test_nothing_that_moved_is_changed(transaction: Transaction, courier: MemberId, tampering: str) -> None:
    kettle = kettles(transaction)
    given(transaction, kettle.id)
    with_points(transaction, courier)
    chosen(transaction, kettle, courier)
    with pytest.raises(sqlite3.IntegrityError):
        transaction.execute(tampering)


@pytest.mark.parametrize(
    ("kind", "free", "held", "free_after", "held_after", "redemption"),
    [
        ("variance", -3, 0, -1, 1, None),  # below zero
        ("variance", 1, 0, 4, 1, None),  # does not add up
        ("variance", 0, 0, 2, 1, None),
        ("held", -2, 2, 0, 3, 1),
        ("held", -1, 1, 1, 2, None),  # for nobody
        ("released", 1, -1, 3, 0, 2),  # of somebody else
        ("returned", 1, 0, 3, 1, 1),  # was never handed out
        ("received", 2, 0, 4, 1, None),  # a second time
        ("stolen", -1, 0, 1, 1, None),
    ],
)
def test_a_move_that_must_not_be_is_refused(
    transaction: Transaction,
    courier: MemberId,
    kind: str,
    free: int,
    held: int,
    free_after: int,
    held_after: int,
    redemption: int | None,
) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    with_points(transaction, courier)
    chosen(transaction, kettle, courier)
    with pytest.raises(sqlite3.IntegrityError):
        transaction.execute(
            "INSERT INTO stock_moves (batch_id, kind, free, held, free_after, held_after, redemption_id, reason,"
            " moved_at) VALUES (:batch, :kind, :free, :held, :free_after, :held_after, :redemption, 'r', 0)",
            {
                "batch": batch.id,
                "kind": kind,
                "free": free,
                "held": held,
                "free_after": free_after,
                "held_after": held_after,
                "redemption": redemption,
            },
        )


def test_every_move_says_what_it_was(transaction: Transaction, courier: MemberId) -> None:
    kettle = kettles(transaction)
    batch = given(transaction, kettle.id, 3)
    stock.correct(transaction, batch.id, -1, "broken", courier, 77)
    last = stock.moves(transaction, batch.id)[-1]
    assert (last.kind, last.free, last.reason, last.actor, last.moved_at) == (
        MoveKind.VARIANCE,
        -1,
        "broken",
        courier,
        77,
    )
