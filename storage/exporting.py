"""Everything that is kept, table by table, for people who want to look at it elsewhere. Nothing that opens a door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction

# The webhook's secret stands in `settings`, and nothing about anybody; the others follow from `report_words`.
LEFT_OUT = frozenset({"settings", "report_bigrams", "unread_reports"})
# What stands for something in a button or a link or is handed something for, and bytes that fit into no cell.
SECRET = frozenset({"token", "token_hash", "invitation_hash", "code", "image"})


@dataclass(frozen=True, slots=True)
class Table:
    """A table's name, its columns without the secret ones, and its rows in that order."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]


def tables(transaction: Transaction) -> Iterator[Table]:
    """Every table, by name. Reads everything."""
    names = transaction.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    for name in [row["name"] for row in names]:
        if name not in LEFT_OUT:
            yield _table(transaction, name)


def photo_hashes(transaction: Transaction) -> Sequence[str]:
    """The names of all photos."""
    return [row["sha256"] for row in transaction.all("SELECT sha256 FROM photos ORDER BY sha256")]


def _table(transaction: Transaction, name: str) -> Table:
    info = transaction.all("SELECT name FROM pragma_table_info(:name) ORDER BY cid", {"name": name})
    columns = [row["name"] for row in info if row["name"] not in SECRET]
    listed = ", ".join(f'"{column}"' for column in columns)
    return Table(name, columns, transaction.all(f'SELECT {listed} FROM "{name}" ORDER BY 1'))  # noqa: S608
