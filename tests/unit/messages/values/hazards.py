"""What the warnings of dangers can be given."""

from __future__ import annotations

from storage.reports import Place
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "warned": [True, False],
        "chosen": [0, 2],
        "spot": [Place(30.5, 114.3)],
        "confirmer": [None, "<王>"],
        "is_withdrawn": [True, False],
    }
)
