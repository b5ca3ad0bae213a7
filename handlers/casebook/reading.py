"""Words that have come or changed are read, so that reports are found by them: a page of reports per event."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Effect, Tick
from storage import bigrams

TIMER = "words of reports"
MORE = "words unread"  # the effect that reads the next page
PAGE = 100  # reports, some 10 ms


def begin(_tick: Tick, context: Context) -> None:
    """Read the newest; the rest follows."""
    _read(context)


def go_on(_effect: Effect, context: Context) -> None:
    """Read the next page."""
    _read(context)


def _read(context: Context) -> None:
    if bigrams.catch_up(context.transaction, PAGE) == PAGE:
        context.announce(MORE)
