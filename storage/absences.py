"""When grid workers are away, and whom they named to stand in. The past ones stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

AbsenceId = NewType("AbsenceId", int)

COLUMNS = "id, member_id, deputy_id, ends_at"
KEPT = 365 * 24 * 3600 * 1000  # ms; to see who answered for a grid when a complaint is about last year


@dataclass(frozen=True, slots=True)
class Absence:
    """One time that somebody is away. `ends_at` is UTC ms; `deputy_id` is whom they named, None for nobody."""

    id: AbsenceId
    member_id: MemberId
    deputy_id: MemberId | None
    ends_at: int


def begin(
    transaction: Transaction, member: MemberId, deputy: MemberId | None, ends_at: int, now: int
) -> Absence:
    """From now on they are away, in place of an absence that they are in already."""
    end(transaction, member, now)
    row = transaction.one(
        "INSERT INTO absences (member_id, deputy_id, began_at, ends_at)"  # noqa: S608
        f" VALUES (:member, :deputy, :now, :ends_at) RETURNING {COLUMNS}",
        {"member": member, "deputy": deputy, "now": now, "ends_at": ends_at},
    )
    assert row is not None
    return _absence(row)


def of(transaction: Transaction, member: MemberId) -> Absence | None:
    """The absence that somebody is in; None when they are there."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM absences WHERE member_id = :member AND ended_at IS NULL",  # noqa: S608
        {"member": member},
    )
    return None if row is None else _absence(row)


def unended(transaction: Transaction, id_: int) -> Absence | None:
    """An absence by id, while somebody is in it."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM absences WHERE id = :id AND ended_at IS NULL",  # noqa: S608
        {"id": id_},
    )
    return None if row is None else _absence(row)


def end(transaction: Transaction, member: MemberId, now: int) -> None:
    """They are there again."""
    transaction.execute(
        "UPDATE absences SET ended_at = :now WHERE member_id = :member AND ended_at IS NULL",
        {"member": member, "now": now},
    )


def decline(transaction: Transaction, id_: AbsenceId, member: MemberId) -> None:
    """Somebody cannot stand in that time."""
    transaction.execute(
        "INSERT INTO declined_absences (absence_id, member_id) VALUES (:id, :member) ON CONFLICT DO NOTHING",
        {"id": id_, "member": member},
    )


def over(transaction: Transaction, now: int) -> list[Absence]:
    """Those whose time has come to an end."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM absences WHERE ended_at IS NULL AND ends_at <= :now ORDER BY id",  # noqa: S608
        {"now": now},
    )
    return [_absence(row) for row in rows]


def are_over(transaction: Transaction, now: int) -> bool:
    """Whether there is one whose time has come to an end."""
    return bool(over(transaction, now))


def forget_old(transaction: Transaction, now: int) -> int:
    """Drop those that ended long ago; returns how many."""
    before = {"before": now - KEPT}
    transaction.execute(
        "DELETE FROM declined_absences WHERE absence_id IN (SELECT id FROM absences WHERE ended_at < :before)",
        before,
    )
    return transaction.execute("DELETE FROM absences WHERE ended_at < :before", before)


def _absence(row: Row) -> Absence:
    deputy = row["deputy_id"]
    return Absence(
        AbsenceId(row["id"]),
        MemberId(row["member_id"]),
        None if deputy is None else MemberId(deputy),
        row["ends_at"],
    )
