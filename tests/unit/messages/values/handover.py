"""What the texts about handing over can be given, and which labels there must be."""

from __future__ import annotations

from storage.reports import HandOverReason
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={"holder": [None, "<东>"], "is_grid": [True, False], "times": [3]},
    labels=[f"hand_over_reason.{reason}" for reason in HandOverReason],
)
