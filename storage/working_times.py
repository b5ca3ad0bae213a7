"""When grid workers work: hours, weekdays, holidays, and weekends that are worked on instead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class WorkingTimes:
    """`hours` are pairs of minutes since midnight in their order; `weekdays` are 1 (Monday) to 7.

    `holidays` and `workdays` are local dates such as ``2026-10-01``, and come before the weekdays.
    """

    hours: Sequence[tuple[int, int]]
    weekdays: Collection[int]
    holidays: Collection[str] = frozenset()
    workdays: Collection[str] = frozenset()


def read(transaction: Transaction) -> WorkingTimes:
    """What is in force."""
    hours = transaction.all("SELECT begins, ends FROM working_hours ORDER BY begins")
    weekdays = transaction.all("SELECT weekday FROM working_weekdays")
    days = transaction.all("SELECT day, is_worked FROM special_days")
    return WorkingTimes(
        hours=tuple((row["begins"], row["ends"]) for row in hours),
        weekdays=frozenset(row["weekday"] for row in weekdays),
        holidays=frozenset(row["day"] for row in days if not row["is_worked"]),
        workdays=frozenset(row["day"] for row in days if row["is_worked"]),
    )


def replace(transaction: Transaction, times: WorkingTimes) -> None:
    """These are in force from now on; deadlines that were set stay as they are."""
    transaction.execute("DELETE FROM working_hours")
    transaction.execute_many(
        "INSERT INTO working_hours (begins, ends) VALUES (:begins, :ends)",
        [{"begins": begins, "ends": ends} for begins, ends in times.hours],
    )
    transaction.execute("DELETE FROM working_weekdays")
    transaction.execute_many(
        "INSERT INTO working_weekdays (weekday) VALUES (:weekday)",
        [{"weekday": weekday} for weekday in times.weekdays],
    )
    transaction.execute("DELETE FROM special_days")
    transaction.execute_many(
        "INSERT INTO special_days (day, is_worked) VALUES (:day, :is_worked)",
        [{"day": day, "is_worked": 0} for day in times.holidays]
        + [{"day": day, "is_worked": 1} for day in times.workdays],
    )
