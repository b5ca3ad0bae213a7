"""The grids where couriers say they ride."""

from __future__ import annotations

from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId


def of(transaction: Transaction, member: MemberId) -> frozenset[GridId]:
    """Where somebody rides."""
    rows = transaction.all("SELECT grid_id FROM riding_grids WHERE member_id = :member", {"member": member})
    return frozenset(GridId(row["grid_id"]) for row in rows)


def add(transaction: Transaction, member: MemberId, grid: GridId) -> None:
    """They ride there, too."""
    transaction.execute(
        "INSERT INTO riding_grids (member_id, grid_id) VALUES (:member, :grid) ON CONFLICT DO NOTHING",
        {"member": member, "grid": grid},
    )


def remove(transaction: Transaction, member: MemberId, grid: GridId) -> None:
    """They do not ride there."""
    transaction.execute(
        "DELETE FROM riding_grids WHERE member_id = :member AND grid_id = :grid",
        {"member": member, "grid": grid},
    )


def add_reported_from(transaction: Transaction, member: MemberId) -> None:
    """They ride where they have reported from: something to begin with."""
    transaction.execute(
        "INSERT INTO riding_grids (member_id, grid_id) SELECT DISTINCT reporter_id, grid_id FROM reports"
        " WHERE reporter_id = :member AND grid_id IS NOT NULL ON CONFLICT DO NOTHING",
        {"member": member},
    )
