"""What is no longer needed is forgotten."""

from __future__ import annotations

from handlers.context import Context
from handlers.events import Tick
from storage import inbox, outbox, photos

DAY = 24 * 3600 * 1000  # ms
CONTENTS_KEPT = 30 * DAY  # what was said, to look into a complaint
UNUSED_PHOTOS_KEPT = DAY  # longer than a download waits for its report to learn of it


def retention(_tick: Tick, context: Context) -> None:
    """Forget handled events, the contents of old messages, and photos of drafts that were given up."""
    inbox.forget_handled(context.transaction, context.now)
    outbox.forget_contents(context.transaction, context.now - CONTENTS_KEPT)
    photos.forget_unused(context.transaction, context.now - UNUSED_PHOTOS_KEPT)
