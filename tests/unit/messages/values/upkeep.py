"""What the texts for those who look after the bot can be given."""

from __future__ import annotations

from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(values={"why": ["<坏了>"], "count": [1, 12], "error": ["ValueError"]})
