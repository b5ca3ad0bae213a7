"""What the desk can be given, and which labels there must be."""

from __future__ import annotations

from handlers.desk.mine import PER_PAGE, Group, Line
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "open_reports": [
            [Line("WH-2026-000001", "🗑 <垃圾>", "处置中", grid, "3 天", deadline)] * PER_PAGE
            for grid, deadline in ((None, None), ("<西>", "⚠️ <超时 2 天>"))
        ],
        "is_all": [True, False],
    },
    labels=[f"desk.{group}" for group in Group],
)
