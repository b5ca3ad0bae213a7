"""Open reports by who answers for them: the rule is that of `handlers.reports.routing`.

That is whoever took it on, whom it was handed over to, else the workers of its grid; coordinators where nobody of these
can be reached, and for what was handed over to them. Whoever stands in has what they have for whom they stand in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.priorities import MOST_PRESSING_FIRST
from storage.reports import Category, ReportState
from storage.standing_in import HANDS

COLUMNS = (
    "token, version, number, category, grid_id, submitted_at, reports.id, state, deferred_until,"
    " accept_by, fix_by"
)

# Word for word that of the partial indexes `reports_open_…`.
IS_OPEN = (
    "state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed')"
)
# It was given to nobody who can be reached or has somebody standing in, and to no group that can be written to.
IS_UNASSIGNED = (
    "(assignee_id IS NULL OR assignee_id NOT IN"
    " (SELECT of_id FROM hands WHERE by_id IN (SELECT id FROM reachable)))"
    " AND (assignee_chat_id IS NULL OR assignee_chat_id IN"
    " (SELECT chat_id FROM unreachable WHERE channel = 'telegram'))"
)

# Who answers for which grid and can be reached.
ANSWERING = f"""
{HANDS},
reachable (id) AS (
    SELECT by_id FROM hands JOIN member_addresses ON member_addresses.member_id = by_id
    WHERE NOT EXISTS (SELECT 1 FROM unreachable
        WHERE unreachable.channel = member_addresses.channel AND unreachable.chat_id = user_id)
),
answering (grid_id, member_id) AS (
    SELECT DISTINCT grid_id, by_id FROM grid_workers JOIN hands ON of_id = member_id
    WHERE by_id IN (SELECT id FROM reachable)
)
"""  # noqa: S608

HELD = f"""
{ANSWERING},
people (id) AS (
    SELECT id FROM workers WHERE id = :member UNION SELECT of_id FROM hands WHERE by_id = :member
),
theirs (grid_id) AS (
    SELECT grid_id FROM grid_workers JOIN grids ON grids.id = grid_id WHERE member_id IN (SELECT id FROM people)
    AND (:in_groups = 1 OR NOT (group_only = 1 AND group_chat_id IS NOT NULL))
),
nobodys (grid_id) AS (
    SELECT id FROM grids WHERE :coordinates = 1 AND id NOT IN (SELECT grid_id FROM answering)
),
held (id) AS (
    SELECT id FROM reports WHERE {IS_OPEN} AND grid_id IN (SELECT grid_id FROM theirs)
        AND with_coordinators = 0 AND {IS_UNASSIGNED}
    UNION SELECT id FROM reports WHERE {IS_OPEN} AND assignee_id IN (SELECT id FROM people)
    UNION SELECT id FROM reports WHERE {IS_OPEN} AND worker_id = :member AND :in_groups = 1
    UNION SELECT id FROM reports WHERE {IS_OPEN} AND with_coordinators = 1 AND :coordinates = 1
    UNION SELECT id FROM reports WHERE {IS_OPEN} AND grid_id IN (SELECT grid_id FROM nobodys) AND {IS_UNASSIGNED}
    UNION SELECT id FROM reports WHERE {IS_OPEN} AND grid_id IS NULL AND :coordinates = 1 AND {IS_UNASSIGNED}
)
"""  # noqa: S608

# What somebody took on, or whoever they stand in for; what a group alone was told is remembered there.
TAKEN_ON = f"""
{HANDS}
SELECT {COLUMNS} FROM reports LEFT JOIN grids ON grids.id = grid_id
WHERE {IS_OPEN} AND worker_id IN (SELECT of_id FROM hands WHERE by_id = :member)
AND NOT coalesce(group_only = 1 AND group_chat_id IS NOT NULL, 0)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Held:
    """One of them, as far as a line needs. `token` and `version` are for its button; times are UTC ms."""

    token: str
    version: int
    number: str
    category: Category
    grid_id: GridId | None
    submitted_at: int
    state: ReportState
    deferred_until: int | None
    accept_by: int | None = None
    fix_by: int | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """All that waits for somebody: how many, and the most pressing of them."""

    total: int
    first: Sequence[Held]


def page(
    transaction: Transaction,
    member: MemberId,
    states: Collection[ReportState],
    limit: int,
    offset: int = 0,
    *,
    coordinates: bool,
    in_groups: bool = True,
    accept_before: int | None = None,
) -> list[Held]:
    """What somebody answers for in these states, the most pressing first.

    `in_groups`: also where a group alone is told. `accept_before`: only what is to be accepted before then (UTC ms).
    """
    rows = transaction.all(
        f"{HELD} SELECT {COLUMNS} FROM held JOIN reports ON reports.id = held.id"  # noqa: S608
        " WHERE state IN (SELECT value FROM json_each(:states))"
        " AND (:accept_before IS NULL OR accept_by < :accept_before)"
        f" ORDER BY {MOST_PRESSING_FIRST} LIMIT :limit OFFSET :offset",
        {
            "member": member,
            "coordinates": int(coordinates),
            "in_groups": int(in_groups),
            "states": json.dumps(sorted(states)),
            "accept_before": accept_before,
            "limit": limit,
            "offset": offset,
        },
    )
    return [read_row(row) for row in rows]


def counts(
    transaction: Transaction, member: MemberId, *, coordinates: bool, in_groups: bool = True
) -> Mapping[ReportState, int]:
    """How many open reports somebody answers for, by state."""
    rows = transaction.all(
        f"{HELD} SELECT state, count(*) AS reports FROM held JOIN reports ON reports.id = held.id GROUP BY state",  # noqa: S608
        {"member": member, "coordinates": int(coordinates), "in_groups": int(in_groups)},
    )
    return {ReportState(row["state"]): row["reports"] for row in rows}


def taken_on(transaction: Transaction, member: MemberId, resuming_before: int) -> tuple[Pile, Pile]:
    """What somebody is at, and what was deferred and goes on before then (UTC ms): all, the most pressing first."""
    rows = [
        read_row(row)
        for row in transaction.all(f"{TAKEN_ON} ORDER BY {MOST_PRESSING_FIRST}", {"member": member})
    ]
    at_work = [row for row in rows if row.state not in (ReportState.DEFERRED, ReportState.FIXED)]
    resuming = [
        row for row in rows if row.deferred_until is not None and row.deferred_until < resuming_before
    ]
    return Pile(len(at_work), at_work), Pile(len(resuming), resuming)


def read_row(row: Row) -> Held:
    """A row with `COLUMNS`."""
    return Held(
        token=row["token"],
        version=row["version"],
        number=row["number"],
        category=Category(row["category"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        submitted_at=row["submitted_at"],
        state=ReportState(row["state"]),
        deferred_until=row["deferred_until"],
        accept_by=row["accept_by"],
        fix_by=row["fix_by"],
    )
