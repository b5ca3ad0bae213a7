"""What the reporter of a report was asked, one question after the other, and what they said. Times are UTC ms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from storage.database import Row, Transaction
from storage.members import MemberId
from storage.outbox import OutboxId
from storage.reports import ReportId

QuestionId = NewType("QuestionId", int)

COLUMNS = (
    "report_questions.id, report_id, asker_id, preset, words, report_questions.asked_at, answer_kind, answer"
)

FOREVER = 2**62  # ms; whenever it was asked

# Nobody has answered, and nothing else has become of the report meanwhile.
OPEN = (
    f"SELECT {COLUMNS} FROM report_questions JOIN reports ON reports.id = report_id"  # noqa: S608
    " WHERE answered_at IS NULL AND state = 'asked' AND report_questions.asked_at <= :before"
    " AND NOT EXISTS (SELECT 1 FROM report_questions AS later"
    " WHERE later.report_id = report_questions.report_id AND later.id > report_questions.id)"
)


class AnswerKind(StrEnum):
    """How a question was answered; `CHOICE` by a button whose name is the answer."""

    WORDS = "words"
    PHOTO = "photo"
    PLACE = "place"
    CHOICE = "choice"
    NONE = "none"  # nobody has, for too long
    UNREACHABLE = "unreachable"  # the question never arrived


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question to a report's reporter: a `preset` one, or one in the asker's own `words`.

    `answer_kind` is None until it is answered; `answer` is what was said, by itself or with a photo.
    """

    id: QuestionId
    report_id: ReportId
    asker_id: MemberId
    preset: str | None
    words: str
    asked_at: int
    answer_kind: AnswerKind | None
    answer: str


def ask(
    transaction: Transaction, report: ReportId, asker: MemberId, preset: str | None, words: str, now: int
) -> AskedQuestion:
    """Note what the reporter is asked."""
    row = transaction.one(
        "INSERT INTO report_questions (report_id, asker_id, preset, words, asked_at)"  # noqa: S608
        f" VALUES (:report, :asker, :preset, :words, :now) RETURNING {COLUMNS}",
        {"report": report, "asker": asker, "preset": preset, "words": words, "now": now},
    )
    assert row is not None
    return _question(row)


def note_row(transaction: Transaction, id_: QuestionId, row: OutboxId) -> None:
    """Remember which row asks it, to find it if that never arrives."""
    transaction.execute(
        "UPDATE report_questions SET outbox_id = :row WHERE id = :id", {"row": row, "id": id_}
    )


def last(transaction: Transaction, report: ReportId) -> AskedQuestion | None:
    """The newest question about a report; None when nobody has asked any."""
    row = transaction.one(
        f"SELECT {COLUMNS} FROM report_questions WHERE report_id = :report ORDER BY id DESC LIMIT 1",  # noqa: S608
        {"report": report},
    )
    return None if row is None else _question(row)


def asked_by(transaction: Transaction, row: OutboxId) -> AskedQuestion | None:
    """The question that a row asked."""
    found = transaction.one(
        f"SELECT {COLUMNS} FROM report_questions WHERE outbox_id = :row",  # noqa: S608
        {"row": row},
    )
    return None if found is None else _question(found)


def answer(
    transaction: Transaction, question: AskedQuestion, kind: AnswerKind, words: str, now: int
) -> AskedQuestion:
    """Note what was said to it, or that nothing was."""
    row = transaction.one(
        "UPDATE report_questions SET answer_kind = :kind, answer = :words, answered_at = :now"  # noqa: S608
        f" WHERE id = :id RETURNING {COLUMNS}",
        {"kind": kind, "words": words, "now": now, "id": question.id},
    )
    assert row is not None
    return _question(row)


def to_remind_of(transaction: Transaction, before: int) -> Sequence[AskedQuestion]:
    """Open questions asked until then of which nobody was reminded, the oldest first."""
    rows = transaction.all(
        f"{OPEN} AND report_questions.reminded_at IS NULL ORDER BY report_questions.asked_at",
        {"before": before},
    )
    return [_question(row) for row in rows]


def note_reminder(transaction: Transaction, id_: QuestionId, now: int) -> None:
    """The reporter has been reminded."""
    transaction.execute(
        "UPDATE report_questions SET reminded_at = :now WHERE id = :id", {"now": now, "id": id_}
    )


def open_to(transaction: Transaction, reporter: MemberId) -> AskedQuestion | None:
    """The newest question that waits for somebody's answer."""
    row = transaction.one(
        f"{OPEN} AND reporter_id = :reporter ORDER BY report_questions.id DESC LIMIT 1",
        {"reporter": reporter, "before": FOREVER},
    )
    return None if row is None else _question(row)


def overdue(transaction: Transaction, before: int) -> Sequence[AskedQuestion]:
    """Open questions asked until then, the oldest first."""
    return [
        _question(row)
        for row in transaction.all(f"{OPEN} ORDER BY report_questions.asked_at", {"before": before})
    ]


def _question(row: Row) -> AskedQuestion:
    return AskedQuestion(
        id=QuestionId(row["id"]),
        report_id=ReportId(row["report_id"]),
        asker_id=MemberId(row["asker_id"]),
        preset=row["preset"],
        words=row["words"],
        asked_at=row["asked_at"],
        answer_kind=None if row["answer_kind"] is None else AnswerKind(row["answer_kind"]),
        answer=row["answer"],
    )
