"""Few slow rows of a kind are under way at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.slow_rows import AT_ONCE, Slow, SlowRows
from storage.outbox import OutboxRow
from tests.unit.bot.rows import download, row


def drawing(id_: int) -> OutboxRow:
    return row(id_, method="sendPhoto", parameters={"photo": {"drawn": "chart"}})


@pytest.mark.parametrize(("kind", "make"), [(Slow.DOWNLOAD, download), (Slow.DRAWING, drawing)])
def test_one_more_of_a_kind_waits_until_another_has_finished(
    kind: Slow, make: Callable[[int], OutboxRow]
) -> None:
    slow = SlowRows()
    for id_ in range(AT_ONCE[kind]):
        assert slow.has_place(make(id_))
        slow.started(make(id_))
    assert not slow.has_place(make(99))

    slow.finished(make(0))
    assert slow.has_place(make(99))


def test_a_kind_takes_no_place_of_another_nor_of_words_and_stored_photos() -> None:
    slow = SlowRows()
    stored = row(1, method="sendPhoto", parameters={"photo": {"stored": "ab"}})
    for id_ in range(AT_ONCE[Slow.DRAWING]):
        slow.started(drawing(id_))
    for _ in range(50):
        slow.started(stored)
        slow.started(row(2))
    assert slow.has_place(download(3))
    assert slow.has_place(stored)
    assert slow.has_place(row(4))
