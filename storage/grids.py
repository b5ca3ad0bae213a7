"""Grids: areas of a community, and who answers for them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

from storage import settings
from storage.database import Row, Transaction
from storage.members import MemberId

GridId = NewType("GridId", str)

COLUMNS = "id, name_zh, name_en, outline, group_chat_id, group_only, group_language"
VERSION = "grids_version"  # the settings row that changes with the outlines


@dataclass(frozen=True, slots=True)
class Grid:
    """An area. `outline` is the text of a GeoJSON Polygon or MultiPolygon, WGS-84, longitude first.

    What happens in it is told to its workers and, if it has one, to its group chat; to the chat alone if `group_only`.
    """

    id: GridId
    name_zh: str
    name_en: str
    outline: str
    group_chat_id: int | None = None
    group_only: bool = False
    group_language: str = "zh"

    def name(self, language: str) -> str:
        """What the grid is called in a language (``zh`` or ``en``)."""
        return self.name_zh if language == "zh" else self.name_en


def save(transaction: Transaction, grid: Grid, workers: Iterable[MemberId]) -> None:
    """Add a grid or replace it by this one. Call `renew_version` after.

    These people answer for it, and no others but those who came by an invitation.
    """
    transaction.execute(
        "INSERT INTO grids (id, name_zh, name_en, outline, group_chat_id, group_only, group_language)"
        " VALUES (:id, :name_zh, :name_en, :outline, :group_chat_id, :group_only, :group_language)"
        " ON CONFLICT (id) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en,"
        " outline = excluded.outline, group_chat_id = excluded.group_chat_id,"
        " group_only = excluded.group_only, group_language = excluded.group_language",
        {
            "id": grid.id,
            "name_zh": grid.name_zh,
            "name_en": grid.name_en,
            "outline": grid.outline,
            "group_chat_id": grid.group_chat_id,
            "group_only": int(grid.group_only),
            "group_language": grid.group_language,
        },
    )
    transaction.execute("DELETE FROM grid_workers WHERE grid_id = :grid AND is_listed = 1", {"grid": grid.id})
    transaction.execute_many(
        "INSERT INTO grid_workers (grid_id, member_id, is_listed) VALUES (:grid, :member, 1)"
        " ON CONFLICT (grid_id, member_id) DO UPDATE SET is_listed = 1",
        [{"grid": grid.id, "member": worker} for worker in workers],
    )


def get(transaction: Transaction, id_: GridId) -> Grid:
    """A grid by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM grids WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _grid(row)


def is_there(transaction: Transaction, id_: GridId) -> bool:
    """Whether there is such a grid."""
    return bool(transaction.number("SELECT count(*) FROM grids WHERE id = :id", {"id": id_}))


def all_grids(transaction: Transaction) -> list[Grid]:
    """Every grid, by id."""
    rows = transaction.all(f"SELECT {COLUMNS} FROM grids ORDER BY id")  # noqa: S608
    return [_grid(row) for row in rows]


def count(transaction: Transaction) -> int:
    """How many grids there are."""
    return transaction.number("SELECT count(*) FROM grids")


def worker_ids(transaction: Transaction, id_: GridId) -> list[MemberId]:
    """Who answers for a grid and is active, the longest known first."""
    rows = transaction.all(
        "SELECT member_id FROM grid_workers JOIN members ON members.id = member_id"
        " JOIN member_roles USING (member_id)"
        " WHERE grid_id = :grid AND standing = 'active' AND role = 'grid_worker' ORDER BY member_id",
        {"grid": id_},
    )
    return [MemberId(row["member_id"]) for row in rows]


def assignments(transaction: Transaction) -> list[tuple[GridId, MemberId]]:
    """Every grid with each of its workers, whether active or not."""
    rows = transaction.all("SELECT grid_id, member_id FROM grid_workers ORDER BY grid_id, member_id")
    return [(GridId(row["grid_id"]), MemberId(row["member_id"])) for row in rows]


def ids_of_worker(transaction: Transaction, member: MemberId) -> list[GridId]:
    """The grids that somebody answers for."""
    rows = transaction.all(
        "SELECT grid_id FROM grid_workers WHERE member_id = :member ORDER BY grid_id", {"member": member}
    )
    return [GridId(row["grid_id"]) for row in rows]


def assign(transaction: Transaction, member: MemberId, ids: Iterable[GridId]) -> None:
    """Somebody answers for these grids from now on, beside whoever does already."""
    transaction.execute_many(
        "INSERT INTO grid_workers (grid_id, member_id) VALUES (:grid, :member) ON CONFLICT DO NOTHING",
        [{"grid": id_, "member": member} for id_ in ids],
    )


def resign(transaction: Transaction, member: MemberId) -> None:
    """Somebody answers for no grid any more."""
    transaction.execute("DELETE FROM grid_workers WHERE member_id = :member", {"member": member})


def move_group(transaction: Transaction, old: int, new: int) -> None:
    """A group has become another chat."""
    transaction.execute(
        "UPDATE grids SET group_chat_id = :new WHERE group_chat_id = :old", {"old": old, "new": new}
    )


def version(transaction: Transaction) -> str:
    """Stands for the outlines as they are now: what was computed from them is valid while it stays the same."""
    return settings.read(transaction, VERSION) or ""


def renew_version(transaction: Transaction) -> None:
    """The outlines have been saved. A hash and no counter, so that a version rolled back is never reused."""
    digest = hashlib.sha256()
    for grid in all_grids(transaction):
        digest.update(f"{grid.id}\n{grid.outline}\n".encode())
    settings.write(transaction, VERSION, digest.hexdigest())


def _grid(row: Row) -> Grid:
    return Grid(
        id=GridId(row["id"]),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        outline=row["outline"],
        group_chat_id=row["group_chat_id"],
        group_only=bool(row["group_only"]),
        group_language=row["group_language"],
    )
