"""What the database itself refuses, whoever writes to the ledger: the last line of defence."""

from __future__ import annotations

import sqlite3

import pytest

from storage import holds, ledger
from storage.database import Transaction
from storage.members import MemberId
from tests.unit.storage.points import LATER, SOON, earned, honoured

INSERT = (
    "INSERT INTO transfers (key, content_hash, debit, credit, points, debit_after, credit_after, cause, subject,"
    " reverses, resolves, expires_at, recorded_at) VALUES ('k', 'h', :debit, :credit, :points, :debit_after,"
    " :credit_after, 'c', 's', :reverses, :resolves, :expires_at, 0)"
)
RIGHT: dict[str, object] = {
    "debit": "issuer",
    "credit": "member:1",
    "points": 2,
    "debit_after": -11,
    "credit_after": 5,
    "reverses": None,
    "resolves": None,
    "expires_at": SOON,
}


def moved(
    debit: str, credit: str, points: int, debit_after: int, credit_after: int, **more: object
) -> dict[str, object]:
    """What is different in a transfer between these two."""
    sides = {"debit": debit, "credit": credit, "debit_after": debit_after, "credit_after": credit_after}
    return {**sides, "points": points, "expires_at": None, **more}


@pytest.fixture
def filled(transaction: Transaction, courier: MemberId) -> Transaction:
    """Member 1 has 3 to spend, 2 on hold (transfer 2) and 4 for honour (transfer 3); 5 were paid (transfer 1)."""
    ledger.record(transaction, earned(courier), now=7)
    holds.hold(transaction, courier, 2, "goods:1", "goods", "1", None, now=8)
    ledger.record(transaction, honoured(courier, 4), now=9)
    return transaction


def test_what_is_right_is_taken(filled: Transaction) -> None:
    filled.execute(INSERT, RIGHT)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE transfers SET points = 100",
        "UPDATE transfers SET recorded_at = 0 WHERE id = 1",
        "UPDATE transfers SET debit_after = 100",
        "DELETE FROM transfers",
        "INSERT OR REPLACE INTO transfers SELECT * FROM transfers",
        "INSERT OR REPLACE INTO transfers (key, content_hash, debit, credit, points, debit_after, credit_after, cause,"
        " subject, expires_at, recorded_at) SELECT key, content_hash, debit, credit, points, debit_after,"
        " credit_after, cause, subject, expires_at, recorded_at FROM transfers",
        "UPDATE lots SET expires_at = expires_at + 1",
        "DELETE FROM lots",
        "UPDATE lot_entries SET left_after = 100",
        "DELETE FROM lot_entries",
    ],
)
def test_nothing_in_the_ledger_is_changed(filled: Transaction, tampering: str) -> None:
    before = contents(filled)
    with pytest.raises(sqlite3.IntegrityError, match="the ledger"):
        filled.execute(tampering)
    assert contents(filled) == before


def test_an_entry_of_a_lot_is_not_replaced(filled: Transaction) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="add up"):
        filled.execute("INSERT OR REPLACE INTO lot_entries SELECT * FROM lot_entries")


def test_a_transfer_is_not_put_before_others(filled: Transaction) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        filled.execute(INSERT.replace("(key,", "(id, key,").replace("('k',", "(-5, 'k',"), RIGHT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": 0, "debit_after": -9, "credit_after": 3},
        {"points": -1, "debit_after": -8, "credit_after": 2},
        {"points": 0.5, "debit_after": -9.5, "credit_after": 3.5},
        {"points": "many"},
        {"points": None},
        {"debit_after": -10},
        {"credit_after": 6},
        {"credit": "issuer"},
        {"credit": "member:"},
        {"credit": "member:0"},
        {"credit": "somebody"},
        {"credit": "shop", "expires_at": None},
        {"credit": "hold:1", "credit_after": 4, "expires_at": None},
        {"expires_at": None},
        {"credit": "honour:1", "credit_after": 6},  # honour does not expire
        # more than they have, of somebody who has nothing, of the honour that is no money
        moved("member:1", "issuer", 4, -1, -5),
        moved("member:2", "issuer", 1, -1, -8),
        moved("honour:1", "hold:1", 2, 2, 4),
        # to the hold of somebody else; out of a hold without saying which, or another than it is, or to somebody else
        moved("member:1", "hold:2", 2, 1, 2),
        moved("hold:1", "shop", 2, 0, 2),
        moved("hold:1", "shop", 2, 0, 2, resolves=1),
        moved("hold:1", "member:2", 2, 0, 2, resolves=2),
        moved("hold:1", "shop", 1, 1, 1, resolves=2),
        {"resolves": 2},
        # taking back what never was, a part of it, or a hold; or as if that were being paid
        moved("member:1", "issuer", 2, 1, -7, reverses=1),
        moved("honour:1", "issuer", 3, 1, -6, reverses=3),
        moved("hold:1", "member:1", 2, 0, 5, resolves=2, reverses=2),
        moved("shop", "member:1", 2, 0, 5),
        {"reverses": 1},
    ],
)
def test_a_transfer_that_must_not_be_is_refused(filled: Transaction, wrong: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        filled.execute(INSERT, {**RIGHT, **wrong})


@pytest.mark.parametrize(
    ("expires_at", "transfer", "points", "left"),
    [
        (SOON, 3, 1, 5),
        (SOON, 3, -4, -1),
        (SOON, 3, 0, 3),
        (SOON, 2, 1, 4),  # before what was entered already
        (SOON, 9, 1, 4),  # of no transfer
        (LATER, 3, 1, 1),  # into no lot
    ],
)
def test_an_entry_that_must_not_be_is_refused(
    filled: Transaction, courier: MemberId, expires_at: int, transfer: int, points: int, left: int
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        filled.execute(
            "INSERT INTO lot_entries (member_id, expires_at, transfer_id, points, left_after)"
            " VALUES (:member, :expires_at, :transfer, :points, :left)",
            {
                "member": courier,
                "expires_at": expires_at,
                "transfer": transfer,
                "points": points,
                "left": left,
            },
        )


def contents(transaction: Transaction) -> list[tuple[object, ...]]:
    tables = ("transfers", "lots", "lot_entries")
    return [tuple(row) for table in tables for row in transaction.all(f"SELECT * FROM {table}")]
