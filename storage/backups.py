"""Copies of the database as they are remembered in it: wanted, made and verified, or failed and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction

BackupId = NewType("BackupId", int)

HOUR = 3600 * 1000  # ms
OVERDUE = 36 * HOUR  # one night was missed, and the next is not waited for
UNDER_WAY = 6 * HOUR  # what was wanted longer ago than this will not be made any more
KEPT = 365 * 24 * HOUR  # a line for each, long enough to see since when they fail

COLUMNS = "id, wanted_at, ended_at, file, bytes, reason"


class Fault(StrEnum):
    """Why there is no copy. Every one has words under ``backup_fault.…`` in the labels."""

    NO_ROOM = "no_room"
    NO_FOLDER = "no_folder"  # it cannot be made or written to
    UNSOUND = "unsound"  # the copy, or the database itself, is damaged
    BROKEN = "broken"  # anything else; the log says more


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: a `file` of so many bytes, or the `reason` why there is none. Times are UTC ms."""

    id: BackupId
    wanted_at: int
    ended_at: int | None
    file: str | None
    bytes: int | None
    reason: str | None


def want(transaction: Transaction, now: int) -> BackupId | None:
    """Ask for a copy; None when one is being made. One that was never heard of again stands in nobody's way."""
    transaction.execute(
        "UPDATE backups SET ended_at = :now, reason = :reason WHERE ended_at IS NULL AND wanted_at <= :before",
        {"now": now, "reason": Fault.BROKEN, "before": now - UNDER_WAY},
    )
    row = transaction.one(
        "INSERT INTO backups (wanted_at) SELECT :now"
        " WHERE NOT EXISTS (SELECT 1 FROM backups WHERE ended_at IS NULL) RETURNING id",
        {"now": now},
    )
    return None if row is None else BackupId(row["id"])


def made(transaction: Transaction, id_: BackupId, file: str, size: int, now: int) -> None:
    """The copy is there, verified, under that name; `size` is in bytes."""
    transaction.execute(
        "UPDATE backups SET ended_at = :now, file = :file, bytes = :size, reason = NULL WHERE id = :id",
        {"now": now, "file": file, "size": size, "id": id_},
    )


def failed(transaction: Transaction, id_: BackupId, fault: Fault, now: int) -> None:
    """There is no copy."""
    transaction.execute(
        "UPDATE backups SET ended_at = :now, file = NULL, bytes = NULL, reason = :reason WHERE id = :id",
        {"now": now, "reason": fault, "id": id_},
    )


def made_by_hand(transaction: Transaction, file: str, size: int, now: int) -> None:
    """Somebody has made a copy from the command line."""
    transaction.execute(
        "INSERT INTO backups (wanted_at, ended_at, file, bytes) VALUES (:now, :now, :file, :size)",
        {"now": now, "file": file, "size": size},
    )


def last_ended(transaction: Transaction) -> Backup | None:
    """The newest that has been made or has failed."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM backups WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1"  # noqa: S608
    )
    return None if row is None else _backup(row)


def last_made(transaction: Transaction) -> Backup | None:
    """The newest that there is."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM backups WHERE file IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT 1"  # noqa: S608
    )
    return None if row is None else _backup(row)


def is_overdue(transaction: Transaction, now: int) -> bool:
    """Whether there has been none for too long; a new database has not been without one before it was there."""
    since = transaction.number(
        "SELECT coalesce((SELECT max(ended_at) FROM backups WHERE file IS NOT NULL),"
        " (SELECT min(applied_at) FROM migrations))"
    )
    return now - since > OVERDUE


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop the lines of copies that are long gone; returns how many."""
    return transaction.execute("DELETE FROM backups WHERE ended_at < :before", {"before": now - KEPT})


def _backup(row: Row) -> Backup:
    return Backup(
        BackupId(row["id"]), row["wanted_at"], row["ended_at"], row["file"], row["bytes"], row["reason"]
    )
