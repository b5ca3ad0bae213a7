"""The desk: one page, opened and turned by whoever answers for reports."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

DEEDS = Deeds(open={"mine": "mine"})
