"""Every schema there ever was becomes today's, or stays exactly what it was."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import migrating
from storage.database import Database, Transaction, connect
from storage.migrating import Migration, MigrationError

MIGRATIONS = migrating.all_migrations()
NOW = 1_700_000_000_000


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Everything that is defined in a file, in an order of its own."""
    rows = connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_master ORDER BY name").fetchall()
    return [(name, sql) for name, sql in rows]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A file without any schema."""
    connection = connect(tmp_path / "bare.sqlite3")
    yield connection
    connection.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(tmp_path / "bot.sqlite3")
    yield opened
    await opened.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [migration.number for migration in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("past", range(len(MIGRATIONS) + 1))
def test_every_past_version_becomes_todays(
    bare: sqlite3.Connection, connection: sqlite3.Connection, past: int
) -> None:
    transaction = Transaction(bare)
    migrating.version(transaction)
    for migration in MIGRATIONS[:past]:
        migrating.apply(transaction, migration, NOW)

    pending = migrating.pending(transaction)
    for migration in pending:
        migrating.apply(transaction, migration, NOW)

    assert [migration.number for migration in pending] == list(range(past + 1, len(MIGRATIONS) + 1))
    assert migrating.version(transaction) == len(MIGRATIONS)
    assert schema(bare) == schema(connection)


def test_the_record_says_when_a_migration_was_applied(bare: sqlite3.Connection) -> None:
    transaction = Transaction(bare)
    migrating.version(transaction)

    migrating.apply(transaction, Migration(1, "first", "CREATE TABLE a (b TEXT);"), NOW)

    assert [tuple(row) for row in transaction.all("SELECT * FROM migrations")] == [(1, "first", NOW)]


async def test_a_migration_that_fails_halfway_leaves_nothing(database: Database) -> None:
    await database.write(migrating.version)
    broken = Migration(1, "broken", "CREATE TABLE a (b TEXT);\nINSERT INTO nowhere VALUES (1);\n")

    with pytest.raises(sqlite3.OperationalError):
        await database.write(migrating.apply, broken, NOW)

    assert await database.read(migrating.version) == 0
    assert await database.read(Transaction.number, "SELECT count(*) FROM sqlite_master WHERE name = 'a'") == 0


async def test_a_file_from_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    await database.write(migrating.version)
    await database.write(
        migrating.apply, Migration(len(MIGRATIONS) + 1, "future", "CREATE TABLE f (g);"), NOW
    )

    with pytest.raises(MigrationError, match=str(len(MIGRATIONS) + 1)):
        await database.write(migrating.pending)


def test_a_trigger_with_semicolons_inside_is_one_statement() -> None:
    trigger = "CREATE TRIGGER t BEFORE UPDATE ON a\nBEGIN\n    SELECT 1;\n    SELECT 2;\nEND;\n"

    statements = list(
        Migration(1, "trigger", f"-- why; and why not\nCREATE TABLE a (b);\n{trigger}").statements()
    )

    assert [statement.splitlines()[-1] for statement in statements] == ["CREATE TABLE a (b);", "END;"]


def test_a_last_statement_without_its_semicolon_is_not_forgotten(bare: sqlite3.Connection) -> None:
    transaction = Transaction(bare)
    migrating.version(transaction)

    migrating.apply(transaction, Migration(1, "short", "CREATE TABLE a (b);\nCREATE TABLE c (d)\n"), NOW)

    assert [name for name, _ in schema(bare)] == ["a", "c", "migrations"]


def test_a_remark_at_the_end_is_no_statement(bare: sqlite3.Connection) -> None:
    transaction = Transaction(bare)
    migrating.version(transaction)

    migrating.apply(transaction, Migration(1, "remark", "CREATE TABLE a (b);\n\n-- that is all\n"), NOW)

    assert [name for name, _ in schema(bare)] == ["a", "migrations"]


def test_the_copy_made_before_holds_what_was_there_and_is_for_its_owner_alone(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    connection.execute("INSERT INTO settings (name, value) VALUES ('kept', 'yes')")

    copy = migrating.back_up(tmp_path / "bot.sqlite3", current=2)

    assert copy.name == "bot.sqlite3.before-0003"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT value FROM settings WHERE name = 'kept'").fetchone() == ("yes",)
    opened.close()


def test_nothing_in_the_schema_rolls_back_or_waits_for_the_commit_by_itself() -> None:
    """Such a statement would take the writes of everybody in the same group with it."""
    for migration in MIGRATIONS:
        sql = migration.sql.upper()
        assert "RAISE(ROLLBACK" not in sql
        assert "OR ROLLBACK" not in sql
        assert "ON CONFLICT ROLLBACK" not in sql
        assert "DEFERRABLE" not in sql
