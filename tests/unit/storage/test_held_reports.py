"""Who answers for which open report is found by indexes."""

from __future__ import annotations

import re
from pathlib import Path

from handlers.reports.lifecycle import OPEN
from storage import held_reports, migrating, waiting_reports
from storage.database import Transaction


def test_open_is_what_the_lifecycle_calls_open() -> None:
    assert set(re.findall(r"'(\w+)'", held_reports.IS_OPEN)) == set(OPEN)
    assert held_reports.IS_OPEN in " ".join(waiting_reports.WAITING.split())


def test_the_indexes_know_open_word_for_word() -> None:
    folder = Path(migrating.__file__).with_name("migrations")
    statements = [text for file in folder.glob("*.sql") for text in file.read_text("utf-8").split(";")]
    indexes = [text for text in statements if "CREATE INDEX reports_open_" in text]
    assert len(indexes) == 4
    assert all(held_reports.IS_OPEN in " ".join(text.split()) for text in indexes)


def test_no_report_is_looked_at_but_those_that_are_theirs(transaction: Transaction) -> None:
    for name, parameters in (
        ("HELD", {"member": 1, "coordinates": 1, "in_groups": 1}),
        ("TAKEN_ON", {"member": 1}),
    ):
        question = getattr(held_reports, name)
        if name == "HELD":
            question += " SELECT * FROM held JOIN reports ON reports.id = held.id"
        plan = [row["detail"] for row in transaction.all(f"EXPLAIN QUERY PLAN {question}", parameters)]
        assert [line for line in plan if re.match("SCAN reports(?! USING INDEX reports_open_)", line)] == []
