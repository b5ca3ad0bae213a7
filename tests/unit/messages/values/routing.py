"""What the texts about the rules of routing can be given, and which labels there must be."""

from __future__ import annotations

from handlers.reports.routing import Stage
from handlers.routing.matching import Mismatch
from handlers.routing.page import PER_PAGE, Line
from storage.routing_rules import Off
from tests.unit.messages.values.expected import Expected


def line(position: int, off: str | None) -> Line:
    return Line(position, f"<规则> {position}", "💧 · <西> · 周一 · 18:00–06:00", "<王>", off)


EXPECTED = Expected(
    values={
        "rules": [[], [line(1, None)], [line(number, "<离开>") for number in range(1, PER_PAGE + 1)]],
        "rule": ["<夜班> & {{ 1 }}"],
        "position": [3],
        "off": [off for off in Off if off is not Off.BY_HAND],
        "steps": [["📍 <西>", "➡️ <王>"]],
        "is_last": [True, False],
    },
    labels=[
        *(f"passed_over.{why}" for why in (*Mismatch, *Off)),
        *(f"without.{stage}" for stage in Stage if stage is not Stage.COORDINATORS),
        *(f"arrives.{stage}" for stage in Stage),
    ],
)
