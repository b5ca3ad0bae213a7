"""What the texts of the search for reports can be given, and which labels there must be."""

from __future__ import annotations

from bot.report_lists import COLUMNS
from handlers.casebook.filters import Period, Stage
from handlers.casebook.searching import PER_PAGE, Line
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "narrowed": [[], ["<西>", "未结案", "今天"]],
        "cases": [
            [Line("WH-2026-000001", "🔧", "处置中", "🗑 <垃圾>", grid, "3 天")] * most
            for grid in (None, "<西>")
            for most in (0, PER_PAGE)
        ],
        "sign": ["🔧"],
        "joiners": [0, 1, 2],
        "what": ["grid", "stage", "period"],
    },
    labels=[
        *(f"stage.{stage}" for stage in Stage),
        *(f"period.{period}" for period in Period),
        *(f"column.{column}" for column in COLUMNS),
    ],
)
