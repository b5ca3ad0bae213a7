"""What the texts of points can be given, and which labels and questions there must be."""

from __future__ import annotations

from handlers.points.amounts import AmountFault, ReasonFault
from handlers.points.earning import Cause
from handlers.points.lifecycle import Hole, Refusal
from handlers.points.overview import Line
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "balance": [0, 1, 17],
        "points": [1, 5],
        "lines": [[], [Line("+1", "<理由>", "11月25日 周三 14:00")] * 10],
        "has_more": [False, True],
        "for_a_report": [0, 1],
        "fault": [*AmountFault, *ReasonFault],
    },
    labels=[
        *(f"award_refused.{refusal}" for refusal in Refusal),
        *(f"movement.{cause}" for cause in Cause),
    ],
    texts=[f"points/ask_{hole}" for hole in Hole if hole is not Hole.NONE],
)
