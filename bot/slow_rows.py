"""What takes long to fetch or to draw must not keep others from starting: few of a kind are under way at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum, auto

from bot import calls
from storage.outbox import OutboxRow

PAUSE = 100  # ms until it is looked again whether one may start


class Slow(Enum):
    """A kind of rows that are slow."""

    DOWNLOAD = auto()
    DRAWING = auto()


AT_ONCE: Mapping[Slow, int] = {
    Slow.DOWNLOAD: 8,  # more would only share the same line, and hold up what people are waiting to read
    Slow.DRAWING: 2,  # each takes a core for a moment
}


class SlowRows:
    """Counts those under way."""

    def __init__(self) -> None:
        self._under_way: Counter[Slow] = Counter()

    def has_place(self, row: OutboxRow) -> bool:
        """Whether a row may start; one that is not slow always may."""
        kind = _kind_of(row)
        return kind is None or self._under_way[kind] < AT_ONCE[kind]

    def started(self, row: OutboxRow) -> None:
        """A row is under way."""
        self._count(row, 1)

    def finished(self, row: OutboxRow) -> None:
        """A row has had its attempt."""
        self._count(row, -1)

    def _count(self, row: OutboxRow, change: int) -> None:
        kind = _kind_of(row)
        if kind is not None:
            self._under_way[kind] += change


def _kind_of(row: OutboxRow) -> Slow | None:
    if row.is_download:
        return Slow.DOWNLOAD
    return None if calls.drawn_picture(row) is None else Slow.DRAWING
