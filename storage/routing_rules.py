"""Rules of who answers for a report before the workers of its grid do: an ordered list, replaced as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category

RuleId = NewType("RuleId", int)

COLUMNS = "id, position, name, conditions, member_id, chat_id, chat_language, off_reason"


class Off(StrEnum):
    """Why a rule is off. But for the last it has switched itself off, and coordinators are told."""

    NO_WORKER = "no_worker"  # its person has left, or is no grid worker any more
    BLOCKED = "blocked"  # its person cannot be written to
    GROUP_GONE = "group_gone"  # nor can its group
    ERASED = "erased"  # its person has erased themselves
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day, in minutes after midnight; one that ends before it begins goes on into the next day.

    `begins` counts, `ends` (up to 1440) does not.
    """

    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a rule is about. An empty set, and no hours, leave it open. `weekdays` are 1 (Monday) to 7 (ISO 8601)."""

    categories: frozenset[Category] = frozenset()
    grids: frozenset[GridId] = frozenset()
    weekdays: frozenset[int] = frozenset()
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule as a list states it: it leads to `member_id`, or to the group `chat_id`, spoken to in `chat_language`."""

    name: str
    conditions: Conditions
    member_id: MemberId | None = None
    chat_id: int | None = None
    chat_language: str = "zh"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the list, at its `position` from 1. `off` says why it is off, None when it is on."""

    id: RuleId
    position: int
    wanted: Wanted
    off: Off | None

    @property
    def name(self) -> str:
        """What it is called by whoever made the list."""
        return self.wanted.name

    @property
    def member_id(self) -> MemberId | None:
        """Whom it brings reports to."""
        return self.wanted.member_id

    @property
    def chat_id(self) -> int | None:
        """The group it brings them to."""
        return self.wanted.chat_id


def all_rules(transaction: Transaction) -> list[Rule]:
    """Every rule in its order, those that are off too."""
    rows = transaction.all(f"SELECT {COLUMNS} FROM routing_rules ORDER BY position")  # noqa: S608
    return [_rule(row) for row in rows]


def find(transaction: Transaction, id_: RuleId) -> Rule | None:
    """A rule of the list as it is now; None when a newer one has replaced it."""
    row = transaction.one(f"SELECT {COLUMNS} FROM routing_rules WHERE id = :id", {"id": id_})  # noqa: S608
    return None if row is None else _rule(row)


def replace_all(transaction: Transaction, wanted: Sequence[Wanted]) -> None:
    """These rules in this order, all of them on, and no others."""
    transaction.execute("DELETE FROM routing_rules")
    transaction.execute_many(
        "INSERT INTO routing_rules (position, name, conditions, member_id, chat_id, chat_language)"
        " VALUES (:position, :name, :conditions, :member, :chat_id, :language)",
        [
            {
                "position": position,
                "name": rule.name,
                "conditions": _written(rule.conditions),
                "member": rule.member_id,
                "chat_id": rule.chat_id,
                "language": rule.chat_language,
            }
            for position, rule in enumerate(wanted, start=1)
        ],
    )


def switch_on(transaction: Transaction, id_: RuleId) -> None:
    """It counts again."""
    transaction.execute(
        "UPDATE routing_rules SET is_on = 1, off_reason = NULL, told_at = NULL WHERE id = :id", {"id": id_}
    )


def switch_off(transaction: Transaction, id_: RuleId, off: Off, now: int) -> None:
    """It does not count any more; whoever is to hear of it does now."""
    transaction.execute(
        "UPDATE routing_rules SET is_on = 0, off_reason = :off, told_at = :now WHERE id = :id",
        {"off": off, "now": now, "id": id_},
    )


def untold(transaction: Transaction) -> list[Rule]:
    """The rules that went off without anybody having heard of it."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM routing_rules WHERE is_on = 0 AND told_at IS NULL ORDER BY position"  # noqa: S608
    )
    return [_rule(row) for row in rows]


def of_member(transaction: Transaction, member: MemberId) -> list[Rule]:
    """The rules that bring reports to somebody."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM routing_rules WHERE member_id = :member ORDER BY position",  # noqa: S608
        {"member": member},
    )
    return [_rule(row) for row in rows]


def chat_language(transaction: Transaction, chat_id: int) -> str:
    """What a group that rules name is spoken to in; Chinese when none does any more."""
    row = transaction.one(
        "SELECT chat_language FROM routing_rules WHERE chat_id = :chat_id ORDER BY position LIMIT 1",
        {"chat_id": chat_id},
    )
    return "zh" if row is None else str(row["chat_language"])


def let_go(transaction: Transaction, id_: RuleId, name: str) -> None:
    """The person of a rule was erased: it is off, under a name that does not tell of them."""
    transaction.execute(
        "UPDATE routing_rules SET member_id = NULL, name = :name, is_on = 0, off_reason = 'erased',"
        " told_at = CASE WHEN is_on = 1 THEN NULL ELSE told_at END"
        " WHERE id = :id",
        {"name": name, "id": id_},
    )


def rename(transaction: Transaction, id_: RuleId, name: str) -> None:
    """Call a rule something else."""
    transaction.execute("UPDATE routing_rules SET name = :name WHERE id = :id", {"name": name, "id": id_})


def move_group(transaction: Transaction, old: int, new: int) -> None:
    """A group has become another chat, for rules and for the reports that they brought there."""
    moved = {"old": old, "new": new}
    transaction.execute("UPDATE routing_rules SET chat_id = :new WHERE chat_id = :old", moved)
    transaction.execute("UPDATE reports SET assignee_chat_id = :new WHERE assignee_chat_id = :old", moved)


def _rule(row: Row) -> Rule:
    wanted = Wanted(
        name=row["name"],
        conditions=_read(json.loads(row["conditions"])),
        member_id=None if row["member_id"] is None else MemberId(row["member_id"]),
        chat_id=row["chat_id"],
        chat_language=row["chat_language"],
    )
    off = None if row["off_reason"] is None else Off(row["off_reason"])
    return Rule(RuleId(row["id"]), row["position"], wanted, off)


def _written(conditions: Conditions) -> str:
    hours = conditions.hours
    return json.dumps(
        {
            "categories": sorted(conditions.categories),
            "grids": sorted(conditions.grids),
            "weekdays": sorted(conditions.weekdays),
            "hours": None if hours is None else [hours.begins, hours.ends],
        }
    )


def _read(written: Mapping[str, list[str] | None]) -> Conditions:
    hours = written["hours"]
    return Conditions(
        categories=frozenset(Category(name) for name in written["categories"] or ()),
        grids=frozenset(GridId(name) for name in written["grids"] or ()),
        weekdays=frozenset(int(day) for day in written["weekdays"] or ()),
        hours=None if hours is None else Hours(int(hours[0]), int(hours[1])),
    )
