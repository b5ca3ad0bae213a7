"""Lists of honour: who was paid how much in a period, by nicknames they chose, live or as it was frozen.

What counts is everything that was paid in the period, to spend or for honour, and not taken back (`storage.tallies`).
Each payment is one act, a person-time; people are counted apart. Periods are whole months of the clocks here. Figures
are of everybody, entries of those who want to stand there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.tallies import PAID

ListId = NewType("ListId", int)

RANKED = (  # those who want to stand in a list
    "SELECT rank() OVER (ORDER BY points DESC) AS rank, paid.member_id, nickname, points, acts"  # noqa: S608
    f" FROM ({PAID}) AS paid JOIN nicknames ON nicknames.member_id = paid.member_id"
    " JOIN members ON members.id = paid.member_id WHERE standing = 'active'"
)


class Kind(StrEnum):
    """Of how long a period a list is."""

    MONTH = "month"
    HALF_YEAR = "half_year"


@dataclass(frozen=True, slots=True)
class Figures:
    """What everybody did: how many people, how many person-times, and what they were paid for it."""

    people: int
    acts: int
    points: int


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in a list; those with as many points have one rank. `nickname` is None once it was taken back."""

    rank: int
    member: MemberId
    nickname: str | None
    points: int
    acts: int


@dataclass(frozen=True, slots=True)
class FrozenList:
    """A list that does not change any more. Times are UTC ms."""

    id: ListId
    kind: Kind
    since: int
    until: int
    figures: Figures
    frozen_at: int


def figures(transaction: Transaction, since: int, until: int) -> Figures:
    """What everybody did in a period, also those who stay out of the list."""
    row = transaction.one(
        "SELECT count(*) AS people, coalesce(sum(acts), 0) AS acts, coalesce(sum(points), 0) AS points"  # noqa: S608
        f" FROM ({PAID})",
        {"since": since, "until": until},
    )
    assert row is not None
    return Figures(row["people"], row["acts"], row["points"])


def has_any(transaction: Transaction, since: int, until: int) -> bool:
    """Whether anybody was paid anything in a period."""
    return bool(
        transaction.number(
            "SELECT EXISTS (SELECT 1 FROM tallies WHERE month >= :since AND month < :until)",
            {"since": since, "until": until},
        )
    )


def of_member(transaction: Transaction, member: MemberId, since: int, until: int) -> Figures:
    """What one person did in a period."""
    row = transaction.one(
        "SELECT coalesce(sum(points), 0) AS points, coalesce(sum(acts), 0) AS acts FROM tallies"
        " WHERE member_id = :member AND month >= :since AND month < :until",
        {"since": since, "until": until, "member": member},
    )
    assert row is not None
    return Figures(int(row["acts"] > 0), row["acts"], row["points"])


def ranked(transaction: Transaction, since: int, until: int) -> Sequence[Entry]:
    """The list of a period as it is now, the first first."""
    rows = transaction.all(f"{RANKED} ORDER BY rank, nickname", {"since": since, "until": until})
    return [_entry(row) for row in rows]


def find(transaction: Transaction, kind: Kind, since: int) -> FrozenList | None:
    """The frozen list of a period."""
    row = transaction.one(
        "SELECT id, kind, since, until, people, acts, points, frozen_at FROM honour_lists"
        " WHERE kind = :kind AND since = :since",
        {"kind": kind, "since": since},
    )
    return None if row is None else _list(row)


def entries(transaction: Transaction, id_: ListId) -> Sequence[Entry]:
    """Those in a frozen list, the first first."""
    rows = transaction.all(
        "SELECT rank, member_id, nickname, points, acts FROM honour_entries WHERE list_id = :id"
        " ORDER BY rank, nickname IS NULL, nickname, member_id",
        {"id": id_},
    )
    return [_entry(row) for row in rows]


def freeze(transaction: Transaction, kind: Kind, since: int, until: int, now: int) -> FrozenList:
    """Keep the list of a period as it is now. Raises sqlite3.IntegrityError when it was frozen before."""
    period = {"kind": kind, "since": since, "until": until, "now": now}
    transaction.execute(
        "INSERT INTO honour_lists (kind, since, until, people, acts, points, frozen_at)"  # noqa: S608
        " SELECT :kind, :since, :until, count(*), coalesce(sum(acts), 0), coalesce(sum(points), 0), :now"
        f" FROM ({PAID})",
        period,
    )
    frozen = find(transaction, kind, since)
    assert frozen is not None
    transaction.execute(
        "INSERT INTO honour_entries (list_id, rank, member_id, nickname, points, acts)"  # noqa: S608
        f" SELECT :list, rank, member_id, nickname, points, acts FROM ({RANKED})",
        {**period, "list": frozen.id},
    )
    return frozen


def nickname_of(transaction: Transaction, member: MemberId) -> str | None:
    """Under which name somebody wants to stand in the lists; None for not at all."""
    row = transaction.one("SELECT nickname FROM nicknames WHERE member_id = :id", {"id": member})
    return None if row is None else row["nickname"]


def is_taken(transaction: Transaction, nickname: str, folded: str, member: MemberId) -> bool:
    """Whether another one has that nickname, or is on the team under that name."""
    return bool(
        transaction.number(
            "SELECT EXISTS (SELECT 1 FROM nicknames WHERE folded = :folded AND member_id <> :member)"
            " OR EXISTS (SELECT 1 FROM members WHERE name = :nickname AND id <> :member AND standing = 'active')",
            {"nickname": nickname, "folded": folded, "member": member},
        )
    )


def choose(transaction: Transaction, member: MemberId, nickname: str, folded: str, now: int) -> None:
    """They want to stand in the lists from now on, by this name; the frozen ones stay as they are.

    Raises sqlite3.IntegrityError when another one has it.
    """
    transaction.execute(
        "INSERT INTO nicknames (member_id, nickname, folded, chosen_at) VALUES (:member, :nickname, :folded, :now)"
        " ON CONFLICT (member_id) DO UPDATE SET nickname = excluded.nickname, folded = excluded.folded,"
        " chosen_at = excluded.chosen_at",
        {"member": member, "nickname": nickname, "folded": folded, "now": now},
    )


def stay_out(transaction: Transaction, member: MemberId) -> None:
    """They want to stand in no list: not in those that are frozen either, where a dash takes the place of the name."""
    transaction.execute("DELETE FROM nicknames WHERE member_id = :id", {"id": member})
    transaction.execute(
        "UPDATE honour_entries SET nickname = NULL WHERE member_id = :id AND nickname IS NOT NULL",
        {"id": member},
    )


def _entry(row: Row) -> Entry:
    return Entry(row["rank"], MemberId(row["member_id"]), row["nickname"], row["points"], row["acts"])


def _list(row: Row) -> FrozenList:
    return FrozenList(
        id=ListId(row["id"]),
        kind=Kind(row["kind"]),
        since=row["since"],
        until=row["until"],
        figures=Figures(row["people"], row["acts"], row["points"]),
        frozen_at=row["frozen_at"],
    )
