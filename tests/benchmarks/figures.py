"""What was measured, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; `aim` is what it is hoped to be, in words, and `is_met` whether it is."""

    name: str
    value: float
    unit: str
    aim: str = ""
    is_met: bool | None = None


def at_least(name: str, value: float, unit: str, aim: float) -> Figure:
    """A figure that should be high."""
    return Figure(name, value, unit, f"≥ {aim:g}", value >= aim)


def below(name: str, value: float, unit: str, aim: float) -> Figure:
    """A figure that should be low."""
    return Figure(name, value, unit, f"< {aim:g}", value < aim)


def at_most(name: str, value: float, unit: str, aim: float) -> Figure:
    """A figure that may be so much."""
    return Figure(name, value, unit, f"≤ {aim:g}", value <= aim)


def middle(values: Sequence[float]) -> float:
    """The median: one disturbed run of three does not count."""
    return median(values)


def table(figures: Sequence[Figure]) -> str:
    """One line each."""
    width = max(len(figure.name) for figure in figures) + 2
    return "\n".join(_line(figure, width) for figure in figures)


def save(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as JSON."""
    path.write_text(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=2))


def _line(figure: Figure, width: int) -> str:
    mark = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    return f"{figure.name:<{width}}{figure.value:>10,.2f} {figure.unit:<12}{figure.aim:>8} {mark}".rstrip()
