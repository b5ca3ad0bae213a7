"""Events that could not be handled: the admins hear how many there are, and nothing of what stands in them."""

from __future__ import annotations

import re

from handlers import caretakers
from handlers.context import Context
from handlers.events import Tick
from storage import dead_letters

ERROR = re.compile(r"([A-Z]\w+)\(")  # how an error is written down; what follows may quote somebody
NOTICE = "dead letters"  # of which each admin gets one a day
UNREADABLE = "Unreadable"
CRASH = "Crash"
STOPPED = "stopped the process"  # how the engine's word for that begins


def tell(_tick: Tick, context: Context) -> None:
    """Tell of letters that are new since the admins were last told."""
    new = dead_letters.untold(context.transaction)
    if new is None:
        return
    error = kind_of_error(new.first_reason)
    for admin, readable in caretakers.untold_today(NOTICE, context):
        context.say("upkeep/dead_letters", to=admin, not_before=readable, count=new.count, error=error)
        dead_letters.note_told(context.transaction, new)


def kind_of_error(reason: str) -> str:
    """The name of an error without what it says."""
    if reason.startswith(STOPPED):
        return CRASH
    named = ERROR.match(reason)
    return UNREADABLE if named is None else named[1]
