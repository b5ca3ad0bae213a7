"""What the texts about correcting one's data can be given, and which labels there must be."""

from __future__ import annotations

from storage.corrections import Correctable
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "phone": [None, "+8613800000000"],
        "what": list(Correctable),
        "before": [None, "<李>"],
        "after": [None, "<王>"],
        "value": [None, "<李>"],
    },
    labels=[f"correct.{what}" for what in Correctable],
)
