"""What the texts about leaving the team can be given."""

from __future__ import annotations

from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(values={"agrees": [False, True]})
