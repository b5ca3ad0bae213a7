"""What the answers to whatever nothing else understands can be given, and which labels there must be."""

from __future__ import annotations

from handlers.routes import ANSWERS
from storage.members import Role, Standing
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "command": ["/fly<b>"],
        "asked": [None, "<多少分？>"],
        "is_command": [True, False],
        "has_cards": [True, False],
        "roles": [frozenset({role}) for role in Role] + [frozenset({Role.GRID_WORKER, Role.COORDINATOR})],
        "may_report": [True, False],
    },
    labels=[
        *(f"press.{standing}" for standing in Standing if standing is not Standing.ACTIVE),
        *(f"question.{route.name}" for route in ANSWERS),
    ],
)
