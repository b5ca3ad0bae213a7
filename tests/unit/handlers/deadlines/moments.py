"""Moments as clocks in Wuhan show them."""

from __future__ import annotations

from datetime import datetime

from tests.unit.handlers.clockwork import WUHAN


def at(written: str) -> int:
    """UTC ms of a local time such as ``2026-11-25 09:00``."""
    return int(datetime.fromisoformat(written).replace(tzinfo=WUHAN).timestamp() * 1000)
