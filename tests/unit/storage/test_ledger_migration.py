"""A file from before there were lots: what was in its ledger stands there still, and has lots and balances now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage import holds, ledger, lots, members, migrating
from storage.database import Transaction, connect
from storage.ledger import ISSUER, KeyReused, Transfer
from storage.members import MemberId

WUHAN = timezone(timedelta(hours=8))
FIRST, SECOND = MemberId(1), MemberId(2)


def at(year: int, month: int, day: int, hour: int = 0) -> int:
    """UTC ms, by the clocks of Wuhan."""
    return int(datetime(year, month, day, hour, tzinfo=WUHAN).astimezone(UTC).timestamp() * 1000)


def put(transaction: Transaction, transfer: Transfer, now: int) -> None:
    """As it was put there before."""
    transaction.execute(
        "INSERT INTO transfers (key, content_hash, debit, credit, points, cause, subject, actor_id, reverses,"
        " recorded_at) VALUES (:key, :hash, :debit, :credit, :points, :cause, :subject, :actor, :reverses, :now)",
        {
            "key": transfer.key,
            "hash": transfer.content_hash,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "points": transfer.points,
            "cause": transfer.cause,
            "subject": transfer.subject,
            "actor": transfer.actor,
            "reverses": transfer.reverses,
            "now": now,
        },
    )


def paid(key: str, member: MemberId, points: int) -> Transfer:
    return Transfer(key, ISSUER, ledger.account_of(member), points, "report", "7", actor=SECOND)


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Transaction]:
    """A ledger with three payments and a correction, brought up to date."""
    connection = connect(tmp_path / "past.sqlite3")
    transaction = Transaction(connection)
    migrations = {migration.name: migration for migration in migrating.pending(transaction)}
    for migration in migrations.values():
        if migration.name == "lots":
            fill(transaction)
        connection.execute("BEGIN IMMEDIATE")
        migrating.apply(transaction, migration, now=0)
        connection.execute("COMMIT")
    yield transaction
    connection.close()


def fill(transaction: Transaction) -> None:
    for number in (1, 2):
        members.add(transaction, "telegram", 1000 + number, "P", None, 0)
    put(transaction, paid("a", FIRST, 5), at(2026, 12, 31, 23))
    put(transaction, paid("b", SECOND, 2), at(2026, 6, 1))
    put(transaction, paid("c", FIRST, 3), at(2027, 1, 1, 1))
    back = (ledger.account_of(FIRST), ISSUER, 5, "correction", "1", SECOND)
    put(transaction, Transfer("reversal:1", *back, reverses=ledger.TransferId(1)), at(2027, 1, 2))
    put(transaction, paid("d", FIRST, 4), at(2026, 12, 31, 22))


def test_balances_are_what_they_were(migrated: Transaction) -> None:
    assert ledger.balances(migrated) == {ISSUER: -9, "member:1": 7, "member:2": 2}
    assert [ledger.balance_of(migrated, account) for account in ledger.balances(migrated)] == [-9, 7, 2]


def test_points_lie_in_lots_that_expire_after_the_following_year(migrated: Transaction) -> None:
    after_2027, after_2028 = at(2028, 1, 1), at(2029, 1, 1)
    assert [(lot.expires_at, lot.left) for lot in lots.open_lots(migrated, FIRST)] == [
        (after_2027, 4),
        (after_2028, 3),
    ]
    assert [(lot.expires_at, lot.left) for lot in lots.open_lots(migrated, SECOND)] == [(after_2027, 2)]


def test_every_transfer_reads_as_before_and_its_key_still_counts_once(migrated: Transaction) -> None:
    found = ledger.find(migrated, "a")
    assert found is not None
    assert (found.id, found.recorded_at, found.transfer.actor) == (1, at(2026, 12, 31, 23), SECOND)
    assert not ledger.record(migrated, paid("a", FIRST, 5), now=0).is_new
    with pytest.raises(KeyReused):
        ledger.record(migrated, paid("a", FIRST, 6), now=0)
    hashes = migrated.all("SELECT key, content_hash FROM transfers")
    for row in hashes:
        kept = ledger.find(migrated, row["key"])
        assert kept is not None
        assert kept.transfer.content_hash == row["content_hash"]


def test_the_ledger_goes_on_where_it_was(migrated: Transaction) -> None:
    held = holds.hold(migrated, FIRST, 6, "goods:1", "goods", "1", None, now=at(2027, 2, 1))
    assert held.id == 6
    wrong = ledger.find(migrated, "d")
    assert wrong is not None
    with pytest.raises(ledger.BelowZero):
        ledger.record(migrated, ledger.reversal(wrong, "correction", None), now=at(2027, 2, 1))
    with pytest.raises(sqlite3.IntegrityError, match="not edited"):
        migrated.execute("UPDATE transfers SET points = 9")
