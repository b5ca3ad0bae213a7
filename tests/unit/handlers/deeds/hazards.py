"""Warnings of dangers: whether a courier wants them, and where they ride."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

DEEDS = Deeds(
    open={
        "hazards": "hazards",
        "warn_me": "warn_me:on",
        "ride_in": "ride_in:yes:west",
    },
    kept=("riding_grids", "hazard_relays"),
)
