"""What the texts about consents can be given."""

from __future__ import annotations

from storage.consents import Purpose
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(values={"given": [frozenset(), frozenset(Purpose)]})
