"""What a draft still lacks, and asking for it: the first hole first."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from handlers import asking
from handlers.broadcasts import buttons, preview
from handlers.context import Context
from handlers.events import Message, Press
from handlers.station_choice import Shelf
from storage import trainings
from storage.broadcasts import Broadcast

MESSAGE, TIME = "sending.message", "sending.time"  # the questions that are answered by a message
OFFERED_HOURS = (10, 15, 20)  # outside of meal rushes and nights
OFFERED = 3
TRAININGS_SHOWN = 8  # buttons that a phone shows without scrolling


class Hole(StrEnum):
    """What is not said yet."""

    MESSAGE = "message"
    AUDIENCE = "audience"
    TIMING = "timing"
    NONE = "none"


def next_hole(draft: Broadcast) -> Hole:
    """The first thing that a draft lacks."""
    if draft.original is None:
        return Hole.MESSAGE
    if draft.audience is None:
        return Hole.AUDIENCE
    return Hole.TIMING if draft.timing is None else Hole.NONE


def proceed(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    """Ask for the next hole; show the whole when there is none."""
    asking.settle(context)
    match next_hole(draft):
        case Hole.MESSAGE:
            ask_message(event, draft, context)
        case Hole.AUDIENCE:
            ask_audience(event, draft, context)
        case Hole.TIMING:
            ask_timing(event, draft, context)
        case Hole.NONE:
            preview.show(event, draft, context)


def ask_message(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    """What is to be sent."""
    asking.expect(context, MESSAGE, draft.token)
    context.show(event, "broadcasts/ask_message", buttons=buttons.question(draft))


def ask_audience(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    """Whom it is for."""
    shown = buttons.circles(draft, context.actor, context)
    context.show(event, "broadcasts/ask_audience", buttons=shown)


def ask_station(press: Press, draft: Broadcast, shelf: Shelf, context: Context) -> None:
    """Which station."""
    context.show(press, "broadcasts/ask_station", buttons=buttons.station_shelf(draft, shelf, context))


def ask_training(press: Press, draft: Broadcast, context: Context) -> None:
    """Which training, of those that are next."""
    coming = trainings.coming(context.transaction, context.now, TRAININGS_SHOWN)
    context.show(press, "broadcasts/ask_training", buttons=buttons.sessions(draft, coming, context))


def ask_timing(event: Message | Press | None, draft: Broadcast, context: Context) -> None:
    """When it is to go out."""
    context.show(event, "broadcasts/ask_timing", buttons=buttons.timings(draft))


def ask_time(press: Press, draft: Broadcast, context: Context) -> None:
    """At which time: chosen or typed."""
    asking.expect(context, TIME, draft.token)
    shown = buttons.moments(draft, offered_times(context), context)
    context.show(press, "broadcasts/ask_time", buttons=shown)


def offered_times(context: Context) -> list[int]:
    """The next good times (UTC ms), today and tomorrow."""
    today = context.local_time.replace(minute=0, second=0, microsecond=0)
    found = [
        int((today.replace(hour=hour) + timedelta(days=day)).timestamp() * 1000)
        for day in (0, 1)
        for hour in OFFERED_HOURS
    ]
    return [at for at in found if at > context.now][:OFFERED]
