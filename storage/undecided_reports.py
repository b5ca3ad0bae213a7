"""Reports that nobody has decided on yet, by who is to decide: the rule is that of `handlers.reports.routing`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category

COLUMNS = "token, version, number, category, grid_id, submitted_at, id"

# Who answers for which grid and can be reached; and what was given to somebody, or to a group, that can.
ANSWERING = (
    "WITH reachable AS (SELECT members.id AS member_id FROM members"
    " JOIN member_roles ON member_roles.member_id = members.id AND role = 'grid_worker'"
    " JOIN member_addresses ON member_addresses.member_id = members.id"
    " WHERE standing = 'active' AND NOT EXISTS (SELECT 1 FROM unreachable"
    " WHERE unreachable.channel = member_addresses.channel AND unreachable.chat_id = user_id)),"
    " answering AS (SELECT grid_id, member_id FROM grid_workers JOIN reachable USING (member_id)),"
    " given AS (SELECT id FROM reports WHERE state = 'submitted'"
    " AND (assignee_id IN (SELECT member_id FROM reachable) OR (assignee_chat_id IS NOT NULL"
    " AND assignee_chat_id NOT IN (SELECT chat_id FROM unreachable WHERE channel = 'telegram'))))"
)
NOT_GIVEN = "state = 'submitted' AND reports.id NOT IN (SELECT id FROM given)"
WITH_NOBODY = (
    "state = 'submitted' AND reports.id NOT IN (SELECT id FROM given)"
    " AND (grid_id IS NULL OR grid_id NOT IN (SELECT grid_id FROM answering))"
)


@dataclass(frozen=True, slots=True)
class Undecided:
    """One of them, as far as a line needs. `token` and `version` are for its button; UTC ms."""

    token: str
    version: int
    number: str
    category: Category
    grid_id: GridId | None
    submitted_at: int


@dataclass(frozen=True, slots=True)
class Pile:
    """All that waits for somebody: how many, and the oldest of them."""

    total: int
    oldest: Sequence[Undecided]


def workers(transaction: Transaction) -> list[MemberId]:
    """The grid workers for whom something waits; what goes to a group alone waits for none of them."""
    rows = transaction.all(
        f"{ANSWERING} SELECT DISTINCT answering.member_id FROM reports"  # noqa: S608
        " JOIN answering ON answering.grid_id = reports.grid_id JOIN grids ON grids.id = reports.grid_id"
        f" WHERE {NOT_GIVEN} AND NOT (group_only = 1 AND group_chat_id IS NOT NULL)"
        " UNION SELECT assignee_id FROM reports JOIN given USING (id) WHERE assignee_id IS NOT NULL"
        " ORDER BY member_id"
    )
    return [MemberId(row["member_id"]) for row in rows]


def group_grids(transaction: Transaction) -> list[GridId]:
    """The grids for whose group alone something waits."""
    rows = transaction.all(
        f"{ANSWERING} SELECT DISTINCT reports.grid_id FROM reports JOIN grids ON grids.id = reports.grid_id"  # noqa: S608
        f" WHERE {NOT_GIVEN} AND group_only = 1 AND group_chat_id IS NOT NULL"
        " AND reports.grid_id IN (SELECT grid_id FROM answering) ORDER BY reports.grid_id"
    )
    return [GridId(row["grid_id"]) for row in rows]


def given_chats(transaction: Transaction) -> list[int]:
    """The groups that something was given to and waits in."""
    rows = transaction.all(
        f"{ANSWERING} SELECT DISTINCT assignee_chat_id AS chat FROM reports JOIN given USING (id)"  # noqa: S608
        " WHERE assignee_chat_id IS NOT NULL ORDER BY assignee_chat_id"
    )
    return [int(row["chat"]) for row in rows]


def has_any_with_nobody(transaction: Transaction) -> bool:
    """Whether something waits for which no grid worker can be reached."""
    return bool(transaction.number(f"{ANSWERING} SELECT count(*) FROM reports WHERE {WITH_NOBODY}"))  # noqa: S608


def of_member(transaction: Transaction, member: MemberId, most: int, *, coordinates: bool) -> Pile:
    """What waits for somebody: in all their grids, what was given to them and, if they coordinate, what has nobody."""
    return _pile(
        transaction,
        f"{ANSWERING} SELECT {{}} FROM reports WHERE ({NOT_GIVEN} AND grid_id IN"  # noqa: S608
        " (SELECT grid_id FROM answering JOIN grids ON grids.id = grid_id WHERE member_id = :whom"
        " AND NOT (group_only = 1 AND group_chat_id IS NOT NULL)))"
        " OR (assignee_id = :whom AND id IN (SELECT id FROM given))"
        f" OR (:coordinates = 1 AND {WITH_NOBODY})",
        {"whom": member, "coordinates": int(coordinates)},
        most,
    )


def of_grid(transaction: Transaction, grid: GridId, most: int) -> Pile:
    """What waits in a grid."""
    question = f"{ANSWERING} SELECT {{}} FROM reports WHERE {NOT_GIVEN} AND grid_id = :grid"  # noqa: S608
    return _pile(transaction, question, {"grid": grid}, most)


def left_in(transaction: Transaction, grid: GridId, most: int) -> Pile:
    """What waits in a grid for which no grid worker can be reached; nothing while one can."""
    question = f"{ANSWERING} SELECT {{}} FROM reports WHERE {WITH_NOBODY} AND grid_id = :grid"  # noqa: S608
    return _pile(transaction, question, {"grid": grid}, most)


def of_chat(transaction: Transaction, chat_id: int, most: int) -> Pile:
    """What was given to a group and waits there."""
    question = "SELECT {} FROM reports WHERE state = 'submitted' AND assignee_chat_id = :chat"
    return _pile(transaction, question, {"chat": chat_id}, most)


def _pile(transaction: Transaction, question: str, about: Mapping[str, object], most: int) -> Pile:
    """`question` is one of those above, with a hole for what is asked."""
    rows = transaction.all(
        f"{question.format(COLUMNS)} ORDER BY submitted_at, id LIMIT :most", {**about, "most": most}
    )
    total = transaction.number(question.format("count(*)"), about)
    return Pile(total, [_undecided(row) for row in rows])


def _undecided(row: Row) -> Undecided:
    return Undecided(
        token=row["token"],
        version=row["version"],
        number=row["number"],
        category=Category(row["category"]),
        grid_id=None if row["grid_id"] is None else GridId(row["grid_id"]),
        submitted_at=row["submitted_at"],
    )
