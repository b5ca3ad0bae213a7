"""What the texts about deferring can be given, and which labels there must be."""

from __future__ import annotations

from handlers.deferral.choosing import Until
from storage.reports import DeferReason
from tests.unit.messages.values.expected import Expected

EXPECTED = Expected(
    values={"reason": [None, "<等配件>"], "why": ["<别的网格>"]},
    labels=[
        *(f"defer_reason.{reason}" for reason in DeferReason),
        *(f"deferral.{until}" for until in Until),
    ],
)
