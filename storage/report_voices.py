"""What was said about a report, as recordings that stay with the channel: it sends them again by their file ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.database import Transaction
from storage.members import MemberId
from storage.reports import ReportId


@dataclass(frozen=True, slots=True)
class Voice:
    """A recording: the message that brought it, what the channel calls it, and how many seconds it lasts."""

    message_id: int
    file_id: str
    duration: int


def add(transaction: Transaction, id_: ReportId, voice: Voice) -> None:
    """Add a recording to a report; the same message again changes nothing."""
    transaction.execute(
        "INSERT INTO report_voices (report_id, message_id, file_id, duration)"
        " VALUES (:report, :message_id, :file_id, :duration) ON CONFLICT DO NOTHING",
        {
            "report": id_,
            "message_id": voice.message_id,
            "file_id": voice.file_id,
            "duration": voice.duration,
        },
    )


def of(transaction: Transaction, id_: ReportId) -> Sequence[Voice]:
    """The recordings of a report, in the order in which they were sent."""
    rows = transaction.all(
        "SELECT message_id, file_id, duration FROM report_voices WHERE report_id = :id ORDER BY message_id",
        {"id": id_},
    )
    return [Voice(row["message_id"], row["file_id"], row["duration"]) for row in rows]


def move(transaction: Transaction, source: ReportId, target: ReportId) -> None:
    """Put all recordings into another report."""
    transaction.execute(
        "UPDATE report_voices SET report_id = :target WHERE report_id = :source",
        {"source": source, "target": target},
    )


def copy(transaction: Transaction, source: ReportId, target: ReportId) -> None:
    """Say in another report what was said in this one."""
    transaction.execute(
        "INSERT INTO report_voices (report_id, message_id, file_id, duration)"
        " SELECT :target, message_id, file_id, duration FROM report_voices WHERE report_id = :source",
        {"source": source, "target": target},
    )


def erase(transaction: Transaction, reporter: MemberId) -> None:
    """Nobody hears somebody's voice any more: it tells who they are."""
    transaction.execute(
        "DELETE FROM report_voices WHERE report_id IN (SELECT id FROM reports WHERE reporter_id = :reporter)",
        {"reporter": reporter},
    )
