"""Numbers as they stand in pictures, and the steps of an axis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import ceil


def written(number: float) -> str:
    """A number with at most one decimal, such as ``1,204`` or ``2.5``."""
    rounded = round(number, 1)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"


def round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50, …"""
    for power in count():
        yield from (10**power, 2 * 10**power, 5 * 10**power)


def ticks(highest: float, most: int = 5) -> list[int]:
    """What an axis is marked with: from zero to `highest` or a little above, in at most so many steps."""
    step = next(step for step in round_numbers() if highest <= step * most)
    return [step * index for index in range(max(1, ceil(highest / step)) + 1)]
