"""What the texts about being away can be given, and which labels there must be."""

from __future__ import annotations

from handlers.away.page import Until
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={"deputy": [None, "<周>"], "instead": [None, "<周>"], "whose": [None, "<王>"]},
    labels=[f"away.until_{until}" for until in Until],
)
