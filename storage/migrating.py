"""Numbered, forward-only migrations: `migrations/NNNN_name.sql`, each with its record in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from storage.database import StorageFault, Transaction

RECORD = """
CREATE TABLE IF NOT EXISTS migrations (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
)
"""
COPY_SUFFIX = ".before-"  # and the number of the migration that came after, or a restore


class MigrationError(Exception):
    """The file comes from a newer version of the software; an older one must not touch it."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its number, its name and its SQL."""

    number: int
    name: str
    sql: str

    def statements(self) -> Iterator[str]:
        """The statements one by one: `executescript` would commit before the first of them."""
        statement = ""
        for line in self.sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""
        if statement.strip():  # the last semicolon may be missing; a remark does no harm
            yield statement


def all_migrations() -> list[Migration]:
    """What ships with this version, in order."""
    found = []
    for entry in files("storage").joinpath("migrations").iterdir():
        if entry.name.endswith(".sql"):
            number, _, name = entry.name.removesuffix(".sql").partition("_")
            found.append(Migration(int(number), name, entry.read_text(encoding="utf-8")))
    return sorted(found, key=lambda migration: migration.number)


def version(transaction: Transaction) -> int:
    """The number of the newest migration in the file; 0 for an empty one."""
    transaction.execute(RECORD)
    return transaction.number("SELECT max(number) FROM migrations")


def pending(transaction: Transaction) -> list[Migration]:
    """What this version would still apply. Raises MigrationError when the file is newer than the software."""
    known = all_migrations()
    current = version(transaction)
    newest = known[-1].number
    if current > newest:
        raise MigrationError(f"the database has schema {current}, this version knows only {newest}")
    return [migration for migration in known if migration.number > current]


def apply(transaction: Transaction, migration: Migration, now: int) -> None:
    """Apply one migration and record it."""
    for statement in migration.statements():
        transaction.execute(statement)
    transaction.execute(
        "INSERT INTO migrations (number, name, applied_at) VALUES (:number, :name, :now)",
        {"number": migration.number, "name": migration.name, "now": now},
    )


def back_up(path: Path, current: int) -> Path:
    """Copy the file beside itself before its schema changes; returns the copy's path (mode 0600).

    Raises StorageFault.
    """
    copy = path.with_name(f"{path.name}{COPY_SUFFIX}{current + 1:04d}")
    copy.unlink(missing_ok=True)
    copy.touch(mode=0o600)
    source = sqlite3.connect(path)
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise StorageFault(f"cannot copy the database to {copy}: {error}") from error
    finally:
        target.close()
        source.close()
    return copy


def copies_of(path: Path) -> list[Path]:
    """The copies that were made of a database before its schema changed, or another took its place."""
    return sorted(file for file in path.parent.iterdir() if file.name.startswith(f"{path.name}{COPY_SUFFIX}"))
