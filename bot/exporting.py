"""``export``: a folder with a CSV file for each table and the photos beside them, as of one moment."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from storage import exporting, photos
from storage.database import Transaction
from storage.exporting import Table

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would calculate


class NotExported(Exception):
    """Nothing was written. Its text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written."""

    tables: int
    rows: int
    photos: int


def export(transaction: Transaction, folder: Path) -> Exported:
    """Write everything into a new folder, for its owner alone. Raises NotExported, OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotExported(f"{folder} is there already and not empty; choose another name")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = [_write_table(table, folder) for table in exporting.tables(transaction)]
    hashes = exporting.photo_hashes(transaction)
    for sha256 in hashes:
        photo = photos.find(transaction, sha256)
        if photo is not None:
            _write(folder / "photos" / f"{sha256}.jpg", photo.image)
    return Exported(len(written), sum(written), len(hashes))


def cell(value: object) -> object:
    """A value as it stands in a cell: text that a spreadsheet would calculate gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULAS):
        return f"'{value}"
    return value


def _write_table(table: Table, folder: Path) -> int:
    path = folder / f"{table.name}.csv"
    with os.fdopen(_created(path), "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.columns)
        writer.writerows([cell(value) for value in row] for row in table.rows)
    return len(table.rows)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(_created(path), "wb") as file:
        file.write(content)


def _created(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
