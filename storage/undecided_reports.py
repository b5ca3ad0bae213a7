"""Whom to tell in the morning, and of what nobody has decided on yet. `held_reports` says who answers for what."""

from __future__ import annotations

from storage.database import Transaction
from storage.grids import GridId
from storage.held_reports import ANSWERING, COLUMNS, IS_UNASSIGNED, Pile, read_row
from storage.members import MemberId
from storage.priorities import MOST_PRESSING_FIRST

# What waits for its reporter waits for nobody else. With a number it is in the index `reports_state`.
IS_UNDECIDED = "number IS NOT NULL AND state IN ('submitted', 'handed_over')"
IS_FOR_A_GROUP = "group_only = 1 AND group_chat_id IS NOT NULL"


def workers(transaction: Transaction, resuming_before: int) -> list[MemberId]:
    """The grid workers for whom something waits; what goes to a group alone waits for none of them.

    That is what is undecided, what they are at, and what was deferred and goes on before then (UTC ms).
    """
    rows = transaction.all(
        f"{ANSWERING} SELECT answering.member_id FROM reports"  # noqa: S608
        " JOIN answering ON answering.grid_id = reports.grid_id JOIN grids ON grids.id = reports.grid_id"
        f" WHERE {IS_UNDECIDED} AND with_coordinators = 0 AND {IS_UNASSIGNED} AND NOT ({IS_FOR_A_GROUP})"
        " UNION SELECT by_id FROM reports JOIN hands ON of_id = assignee_id"
        f" WHERE {IS_UNDECIDED} AND by_id IN (SELECT id FROM reachable)"
        " UNION SELECT by_id FROM reports JOIN hands ON of_id = worker_id"
        " LEFT JOIN grids ON grids.id = reports.grid_id"
        " WHERE number IS NOT NULL AND (state IN ('accepted', 'working', 'reopened')"
        "  OR (state = 'deferred' AND deferred_until < :resuming_before))"
        f" AND by_id IN (SELECT id FROM reachable) AND NOT coalesce({IS_FOR_A_GROUP}, 0)"
        " ORDER BY 1",
        {"resuming_before": resuming_before},
    )
    return [MemberId(row["member_id"]) for row in rows]


def group_grids(transaction: Transaction) -> list[GridId]:
    """The grids for whose group alone something waits."""
    rows = transaction.all(
        f"{ANSWERING} SELECT DISTINCT reports.grid_id FROM reports JOIN grids ON grids.id = reports.grid_id"  # noqa: S608
        f" WHERE {IS_UNDECIDED} AND with_coordinators = 0 AND {IS_UNASSIGNED} AND {IS_FOR_A_GROUP}"
        " AND reports.grid_id IN (SELECT grid_id FROM answering) ORDER BY reports.grid_id"
    )
    return [GridId(row["grid_id"]) for row in rows]


def given_chats(transaction: Transaction) -> list[int]:
    """The groups that something was given to and waits in."""
    rows = transaction.all(
        f"SELECT DISTINCT assignee_chat_id FROM reports WHERE {IS_UNDECIDED} AND assignee_chat_id IS NOT NULL"  # noqa: S608
        " AND assignee_chat_id NOT IN (SELECT chat_id FROM unreachable WHERE channel = 'telegram')"
        " ORDER BY assignee_chat_id"
    )
    return [int(row["assignee_chat_id"]) for row in rows]


def of_chat(transaction: Transaction, chat_id: int, most: int) -> Pile:
    """What was given to a group and waits there."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM reports WHERE {IS_UNDECIDED} AND assignee_chat_id = :chat"  # noqa: S608
        f" ORDER BY {MOST_PRESSING_FIRST}",
        {"chat": chat_id},
    )
    return Pile(len(rows), [read_row(row) for row in rows[:most]])


def left_in(transaction: Transaction, grid: GridId, most: int) -> Pile:
    """What waits in a grid for which no grid worker can be reached; nothing while one can."""
    rows = transaction.all(
        f"{ANSWERING} SELECT {COLUMNS} FROM reports WHERE {IS_UNDECIDED} AND grid_id = :grid"  # noqa: S608
        f" AND with_coordinators = 0 AND {IS_UNASSIGNED} AND grid_id NOT IN (SELECT grid_id FROM answering)"
        f" ORDER BY {MOST_PRESSING_FIRST}",
        {"grid": grid},
    )
    return Pile(len(rows), [read_row(row) for row in rows[:most]])


def has_any_with_nobody(transaction: Transaction) -> bool:
    """Whether something waits for which no grid worker can be reached."""
    return bool(
        transaction.number(
            f"{ANSWERING} SELECT count(*) FROM reports WHERE {IS_UNDECIDED} AND (with_coordinators = 1"  # noqa: S608
            f" OR ({IS_UNASSIGNED} AND (grid_id IS NULL OR grid_id NOT IN (SELECT grid_id FROM answering))))"
        )
    )


def of_grid(transaction: Transaction, grid: GridId, most: int) -> Pile:
    """What waits in a grid for its group."""
    rows = transaction.all(
        f"{ANSWERING} SELECT {COLUMNS} FROM reports WHERE {IS_UNDECIDED} AND grid_id = :grid"  # noqa: S608
        f" AND with_coordinators = 0 AND {IS_UNASSIGNED} ORDER BY {MOST_PRESSING_FIRST}",
        {"grid": grid},
    )
    return Pile(len(rows), [read_row(row) for row in rows[:most]])
