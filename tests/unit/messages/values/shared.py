"""What texts of several capabilities can be given, and which labels of no single one there must be."""

from __future__ import annotations

from messages.catalogue import Language
from storage.members import Role
from storage.stations import Platform
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={
        "is_courier": [True, False],
        "days": [30],
        "name": ["<李>"],
        "length": [10_000],
        "longest": [64],
        "role": ["<骑手>"],
        "total": [0, 1, 12],
        "since": ["09-21 12:00", None],
        "words": ["<b> & {{ 1 }}", ""],
        "most": [100],
    },
    labels=[
        *(f"platform.{platform}" for platform in Platform),
        *(f"role.{role}" for role in Role),
        *(f"language.{language}" for language in Language),
    ],
)
