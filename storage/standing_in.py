"""Who acts for whom: every grid worker for themselves, and while one is away, whoever stands in.

In line are the one named for that absence, then the permanent deputy, then the same of these in turn, if they are away
too. The nearest of them who is there and has not declined stands in; with nobody left, nobody does.
"""

from __future__ import annotations

from storage.database import Transaction
from storage.grids import GridId
from storage.members import MemberId

# A line is followed for so many steps, so that people who name each other in a circle lead nowhere.
# `hands` has a row for everybody who is acted for: `of_id`, by `by_id`; the same one for who is there.
HANDS = """
WITH RECURSIVE
workers (id) AS (
    SELECT members.id FROM members JOIN member_roles ON member_roles.member_id = members.id
    WHERE standing = 'active' AND role = 'grid_worker'
),
away (id, absence_id, deputy_id) AS (
    SELECT workers.id, absences.id, deputy_id FROM absences JOIN workers ON workers.id = member_id
    WHERE ended_at IS NULL
),
present (id) AS MATERIALIZED (
    SELECT id FROM workers WHERE id NOT IN (SELECT id FROM away)
),
named (member_id, deputy_id, rank) AS (
    SELECT id, deputy_id, 1 FROM away WHERE deputy_id IS NOT NULL
    UNION ALL
    SELECT away.id, deputies.deputy_id, 2 FROM away JOIN deputies ON deputies.member_id = away.id
),
line (member_id, deputy_id, distance) AS (
    SELECT member_id, deputy_id, rank FROM named
    UNION
    SELECT line.member_id, named.deputy_id, distance + rank FROM line
    JOIN named ON named.member_id = line.deputy_id WHERE distance < 8
),
stand_ins (member_id, deputy_id) AS MATERIALIZED (
    SELECT member_id, deputy_id FROM (
        SELECT line.member_id, line.deputy_id,
            row_number() OVER (PARTITION BY line.member_id ORDER BY distance, line.deputy_id) AS place
        FROM line JOIN away ON away.id = line.member_id
        WHERE line.deputy_id IN (SELECT id FROM present) AND NOT EXISTS (
            SELECT 1 FROM declined_absences AS declined
            WHERE declined.absence_id = away.absence_id AND declined.member_id = line.deputy_id
        )
    ) AS in_line WHERE place = 1
),
hands (of_id, by_id) AS MATERIALIZED (
    SELECT id, id FROM present UNION ALL SELECT member_id, deputy_id FROM stand_ins
)
"""


def who_acts_for(transaction: Transaction, member: MemberId) -> MemberId | None:
    """A grid worker who is there: themselves, or whoever stands in; None when nobody acts for them."""
    row = transaction.one(f"{HANDS} SELECT by_id FROM hands WHERE of_id = :member", {"member": member})  # noqa: S608
    return None if row is None else MemberId(row["by_id"])


def stood_in_for(transaction: Transaction, member: MemberId) -> list[MemberId]:
    """Those for whom somebody stands in now."""
    rows = transaction.all(
        f"{HANDS} SELECT member_id FROM stand_ins WHERE deputy_id = :member ORDER BY member_id",  # noqa: S608
        {"member": member},
    )
    return [MemberId(row["member_id"]) for row in rows]


def present_in(transaction: Transaction, grid: GridId) -> list[MemberId]:
    """The workers of a grid who are there, the longest known first."""
    rows = transaction.all(
        f"{HANDS} SELECT id FROM present JOIN grid_workers ON member_id = id WHERE grid_id = :grid ORDER BY id",  # noqa: S608
        {"grid": grid},
    )
    return [MemberId(row["id"]) for row in rows]


def standing_in(transaction: Transaction, grid: GridId) -> list[MemberId]:
    """Who stands in for workers of a grid that are away."""
    rows = transaction.all(
        f"{HANDS} SELECT DISTINCT deputy_id FROM stand_ins"  # noqa: S608
        " JOIN grid_workers ON grid_workers.member_id = stand_ins.member_id"
        " WHERE grid_id = :grid ORDER BY deputy_id",
        {"grid": grid},
    )
    return [MemberId(row["deputy_id"]) for row in rows]


def are_there(transaction: Transaction) -> list[MemberId]:
    """Every grid worker who is not away."""
    return [MemberId(row["id"]) for row in transaction.all(f"{HANDS} SELECT id FROM present ORDER BY id")]  # noqa: S608
