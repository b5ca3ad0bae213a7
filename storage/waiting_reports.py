"""What nobody has taken on yet, by the people it went to, whoever stands in for them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from storage.database import Transaction
from storage.members import MemberId
from storage.reports import ReportId

# What is open and not taken on: the first condition is that of the partial indexes, word for word.
WAITING = """
    state IN ('submitted', 'asked', 'handed_over', 'accepted', 'working', 'deferred', 'reopened', 'fixed')
    AND state IN ('submitted', 'asked', 'handed_over') AND reports.id > :after
"""


def of(
    transaction: Transaction, people: Sequence[MemberId], after: ReportId | int, most: int
) -> list[ReportId]:
    """Those of their grids and those handed over to them, by number, from after that one on."""
    rows = transaction.all(
        "WITH people (id) AS (SELECT value FROM json_each(:people))"  # noqa: S608
        f" SELECT id FROM reports WHERE {WAITING} AND assignee_id IN (SELECT id FROM people)"
        f" UNION SELECT id FROM reports WHERE {WAITING} AND assignee_id IS NULL AND with_coordinators = 0"
        "  AND grid_id IN (SELECT grid_id FROM grid_workers WHERE member_id IN (SELECT id FROM people))"
        " ORDER BY 1 LIMIT :most",
        {"people": json.dumps(people), "after": after, "most": most},
    )
    return [ReportId(row["id"]) for row in rows]
