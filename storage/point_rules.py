"""What earns how many points: rules as data. A change is a new version and never touches what was paid before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId

RuleId = NewType("RuleId", int)

COLUMNS = "id, cause, version, points, cap_a_day, cap_a_month, class, valid_from, valid_until, made_by"


class CreditClass(StrEnum):
    """What points are good for."""

    EARNED = "earned"  # for goods: somebody checked in, or somebody else looked
    HONOUR = "honour"  # for honours alone: entered afterwards


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says.

    `points` is what one subject earns, None where each has its own. Caps are points of the cause in a local day and
    month, None for no cap.
    """

    points: int | None
    cap_a_day: int | None = None
    cap_a_month: int | None = None
    credit_class: CreditClass = CreditClass.EARNED


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of what a cause earns, from `valid_from` until before `valid_until` (UTC ms, None for no end).

    `made_by` is who said so, None for what there was from the beginning.
    """

    id: RuleId
    cause: str
    version: int
    terms: Terms
    valid_from: int
    valid_until: int | None
    made_by: MemberId | None = None


def in_force(transaction: Transaction, cause: str, at: int) -> Rule | None:
    """The rule for a cause at a time (UTC ms): the newest that has begun; None when there is none, or it has ended."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM point_rules WHERE cause = :cause AND valid_from <= :at"  # noqa: S608
        " ORDER BY version DESC LIMIT 1",
        {"cause": cause, "at": at},
    )
    if row is None or (row["valid_until"] is not None and row["valid_until"] <= at):
        return None
    return _rule(row)


def get(transaction: Transaction, id_: RuleId) -> Rule:
    """A version by id. Raises KeyError when there is none."""
    row = transaction.one(f"SELECT {COLUMNS} FROM point_rules WHERE id = :id", {"id": id_})  # noqa: S608
    if row is None:
        raise KeyError(id_)
    return _rule(row)


def causes(transaction: Transaction) -> Sequence[str]:
    """Every cause that ever had a rule, in the order in which they were given one."""
    rows = transaction.all("SELECT cause FROM point_rules GROUP BY cause ORDER BY min(id)")
    return [row["cause"] for row in rows]


def all_in_force(transaction: Transaction, at: int) -> Sequence[Rule]:
    """What earns points at a time (UTC ms), a rule for each cause."""
    rules = [in_force(transaction, cause, at) for cause in causes(transaction)]
    return [rule for rule in rules if rule is not None]


def versions(transaction: Transaction, cause: str) -> Sequence[Rule]:
    """Every version of what a cause earns, the newest first."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM point_rules WHERE cause = :cause ORDER BY version DESC",  # noqa: S608
        {"cause": cause},
    )
    return [_rule(row) for row in rows]


def change(
    transaction: Transaction,
    cause: str,
    terms: Terms,
    made_by: MemberId | None,
    now: int,
    *,
    valid_from: int | None = None,
    valid_until: int | None = None,
) -> Rule:
    """A new version, from now on unless said otherwise. Raises ValueError when it would change the past."""
    begins = now if valid_from is None else valid_from
    if begins < now:
        raise ValueError(f"a rule cannot begin before now: {begins} < {now}")
    row = transaction.one(
        "INSERT INTO point_rules (cause, version, points, cap_a_day, cap_a_month, class,"  # noqa: S608
        " valid_from, valid_until, made_by, made_at)"
        " SELECT :cause, coalesce(max(version), 0) + 1, :points, :cap_a_day, :cap_a_month, :credit_class,"
        " :valid_from, :valid_until, :made_by, :now FROM point_rules WHERE cause = :cause"
        f" RETURNING {COLUMNS}",
        {
            "cause": cause,
            "points": terms.points,
            "cap_a_day": terms.cap_a_day,
            "cap_a_month": terms.cap_a_month,
            "credit_class": terms.credit_class,
            "valid_from": begins,
            "valid_until": valid_until,
            "made_by": made_by,
            "now": now,
        },
    )
    assert row is not None
    return _rule(row)


def _rule(row: Row) -> Rule:
    terms = Terms(row["points"], row["cap_a_day"], row["cap_a_month"], CreditClass(row["class"]))
    return Rule(
        id=RuleId(row["id"]),
        cause=row["cause"],
        version=row["version"],
        terms=terms,
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        made_by=None if row["made_by"] is None else MemberId(row["made_by"]),
    )
