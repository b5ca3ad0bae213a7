"""What the texts about the same incident, and about having to wait, can be given."""

from __future__ import annotations

from handlers.duplicates.buttons import Resemblance
from handlers.duplicates.offering import View
from handlers.limits.waiting import Wait
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "similar": [
            View("WH-2026-000002", "🗑 <垃圾>", 22, "<待受理>", "11月3日", is_own, is_open)
            for is_own in (True, False)
            for is_open in (True, False)
        ],
        "wait": [Wait("11月25日 15:40")],
        "other": ["WH-2026-000002"],
        "state": ["<待受理>"],
        "is_own": [True, False],
        "is_reporter": [True, False],
    },
    labels=[f"duplicate.different_{resemblance}" for resemblance in Resemblance],
)
