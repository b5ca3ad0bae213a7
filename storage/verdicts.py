"""What those who looked said about a fix: whether it is one, and how satisfied they are. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.database import Row, Transaction
from storage.grids import GridId
from storage.members import MemberId
from storage.reports import Category, PhotoId, Report, ReportId

COLUMNS = "report_id, round, member_id, part, verdict, reason, words, photo_id"


class NotFixed(StrEnum):
    """Why it is not fixed; or, `HANDLING`, what was wrong although it is."""

    STILL_THE_SAME = "still_the_same"
    PARTLY = "partly"
    ANOTHER_SPOT = "another_spot"  # was fixed
    BROKEN_AGAIN = "broken_again"
    SHOWS_OTHER = "shows_other"  # the photo, something else
    HANDLING = "handling"  # was rude or slow
    OTHER = "other"  # in their own words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person said in one round; `part` is how they stood to the report."""

    report_id: ReportId
    round: int
    member_id: MemberId
    part: str
    is_fixed: bool
    reason: NotFixed | None = None
    words: str = ""
    photo_id: PhotoId | None = None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """How many verdicts there were about a grid's reports of a category, and how many had nothing to object to."""

    grid_id: GridId | None
    category: Category
    verdicts: int
    satisfied: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.satisfied / self.verdicts


def round_of(report: Report) -> int:
    """Which fix of a report is looked at, or will be."""
    return report.times_reopened + 1


def give(transaction: Transaction, verdict: Verdict, now: int) -> None:
    """Keep what somebody said; said again in the same round, it replaces what they said before."""
    transaction.execute(
        "INSERT INTO report_verdicts (report_id, round, member_id, part, verdict, reason, words, photo_id, given_at)"
        " VALUES (:report, :round, :member, :part, :verdict, :reason, :words, :photo, :now)"
        " ON CONFLICT (report_id, round, member_id) DO UPDATE SET part = excluded.part, verdict = excluded.verdict,"
        " reason = excluded.reason, words = excluded.words, photo_id = excluded.photo_id, given_at = excluded.given_at",
        {
            "report": verdict.report_id,
            "round": verdict.round,
            "member": verdict.member_id,
            "part": verdict.part,
            "verdict": "fixed" if verdict.is_fixed else "not_fixed",
            "reason": verdict.reason,
            "words": verdict.words,
            "photo": verdict.photo_id,
            "now": now,
        },
    )


def add_photo(transaction: Transaction, report: ReportId, member: MemberId, photo: PhotoId) -> None:
    """The newest that somebody said about a report has a photo to it."""
    transaction.execute(
        "UPDATE report_verdicts SET photo_id = :photo WHERE report_id = :report AND member_id = :member"
        " AND round = (SELECT max(round) FROM report_verdicts WHERE report_id = :report AND member_id = :member)",
        {"photo": photo, "report": report, "member": member},
    )


def of(transaction: Transaction, report: ReportId) -> Sequence[Verdict]:
    """All that was said about a report, in the order in which it was."""
    rows = transaction.all(
        f"SELECT {COLUMNS} FROM report_verdicts WHERE report_id = :report ORDER BY given_at, round",  # noqa: S608
        {"report": report},
    )
    return [_verdict(row) for row in rows]


def is_doubted(transaction: Transaction, report: ReportId, round_: int) -> bool:
    """Whether somebody has said in that round that it is not fixed."""
    return bool(
        transaction.number(
            "SELECT count(*) FROM report_verdicts"
            " WHERE report_id = :report AND round = :round AND verdict = 'not_fixed'",
            {"report": report, "round": round_},
        )
    )


def satisfaction(transaction: Transaction, since: int, until: int) -> Sequence[Satisfaction]:
    """How satisfied people were from `since` to before `until`, by grid and category."""
    rows = transaction.all(
        "SELECT grid_id, category, count(*) AS verdicts,"
        " sum(CASE WHEN verdict = 'fixed' AND reason IS NULL THEN 1 ELSE 0 END) AS satisfied"
        " FROM report_verdicts JOIN reports ON reports.id = report_id"
        " WHERE given_at >= :since AND given_at < :until"
        " GROUP BY grid_id, category ORDER BY grid_id, category",
        {"since": since, "until": until},
    )
    return [
        Satisfaction(
            None if row["grid_id"] is None else GridId(row["grid_id"]),
            Category(row["category"]),
            row["verdicts"],
            row["satisfied"],
        )
        for row in rows
    ]


def _verdict(row: Row) -> Verdict:
    return Verdict(
        ReportId(row["report_id"]),
        row["round"],
        MemberId(row["member_id"]),
        row["part"],
        row["verdict"] == "fixed",
        None if row["reason"] is None else NotFixed(row["reason"]),
        row["words"],
        None if row["photo_id"] is None else PhotoId(row["photo_id"]),
    )
