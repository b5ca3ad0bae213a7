"""What is said when the bot itself has failed."""

from __future__ import annotations

from handlers.context import Context


def apologize(context: Context) -> None:
    """Say that something went wrong here, that it is recorded, and what to do now.

    Reads no more than it must: what failed may fail again.
    """
    context.say("apology")
