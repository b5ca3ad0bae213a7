"""What the page of settings can be given."""

from __future__ import annotations

from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "night": [None, "22:00–07:00"],
        "rides": [False, True],
        "answers": [False, True],
        "collects": [False, True],
        "rushes": [False, True],
        "riding_until": [None, "14:30"],
    }
)
