"""What the texts about deadlines can be given, and which labels there must be."""

from __future__ import annotations

from handlers.deadlines.typical import Usually
from handlers.deadlines.weekly import GRIDS_LISTED, REPORTS_LISTED, Line, Row, Week
from storage.report_deadlines import Deadline
from tests.unit.messages.values.expected import Expected


def week(late: int, three_times: int, grid: str | None, others: int) -> Week:
    rows = [Row(grid, 3, late, three_times)] * GRIDS_LISTED
    latest = [Line("WH-2026-000001", "🗑 <垃圾>", "⚠️ 2 天")] * (REPORTS_LISTED if late else 0)
    return Week(45, late, three_times, rows, others, latest, looked=9 * late, satisfied=late)


EXPECTED = Expected(
    values={
        "is_urgent": [True, False],
        "how_late": ["⚠️ <2 小时>"],
        "to_do": ["<接单>"],
        "people": [[], ["<王>"], ["<王>", "周敏"]],
        "usually": [None, Usually("<3 小时>", "2 天")],
        "week": [week(0, 0, "<西>", 0), week(2, 0, None, 1), week(2, 1, "<西>", 2)],
    },
    labels=[
        *(f"deadline.{deadline}{missed}" for deadline in Deadline for missed in ("", "_missed")),
        *(f"deadline.to_{deadline}" for deadline in Deadline),
    ],
)
