"""Somebody's points as a table for a spreadsheet: every movement with its reason in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.exporting import cell
from handlers.points import reasons
from messages.catalogue import Language, label
from storage import points_history
from storage.database import Transaction
from storage.members import MemberId
from storage.points_history import Entry

COLUMNS = ("number", "when", "class", "points", "reason", "after")


def as_csv(transaction: Transaction, member: MemberId, language: Language, zone: ZoneInfo) -> bytes:
    """The newest first, in the words of its reader, with the mark by which Excel knows UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(label(language, f"statement.{column}") for column in COLUMNS)
    for entry in points_history.statement(transaction, member):
        writer.writerow(cell(value) for value in _cells(entry, transaction, language, zone))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def _cells(entry: Entry, transaction: Transaction, language: Language, zone: ZoneInfo) -> Iterator[object]:
    yield entry.id
    yield datetime.fromtimestamp(entry.recorded_at / 1000, zone).isoformat(" ", "minutes")[:16]
    yield label(language, f"credit_class.{entry.credit_class}")
    yield entry.points
    yield reasons.in_words(entry.cause, entry.subject, language, transaction)
    yield entry.after
