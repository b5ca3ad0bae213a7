"""What the clock does for broadcasts: starts what has come due, and looks how far the others have come."""

from __future__ import annotations

from handlers.broadcasts import launching, progress
from handlers.context import Context
from handlers.events import Tick
from storage import broadcasts


def tick(_tick: Tick, context: Context) -> None:
    """One look at everything that is not over."""
    launching.start_due(context)
    for broadcast in broadcasts.to_look_at(context.transaction, context.now):
        progress.look(broadcast, context)
