"""A picture as it is sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file; what kind it is stands in its name."""

    filename: str
    content: bytes
