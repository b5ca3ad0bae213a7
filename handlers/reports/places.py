"""Where it is: a place that its reporter shares, now and by themselves."""

from __future__ import annotations

import telegram

from handlers.context import Context
from handlers.events import Message
from handlers.reports import drafts, routing
from handlers.reports.questions import Noted
from messages import keyboards
from storage import report_contents
from storage.reports import Place


def take_place(message: Message, context: Context) -> None:
    """A place begins a report or fills one in. A forwarded one is nobody's; of a live one the first point counts."""
    place = place_of(message.message)
    if message.message.forward_origin is not None:
        context.say("reports/place_forwarded", markup=keyboards.ask_location(context.language))
    elif not routing.is_plausible(place, context.transaction):
        context.say("reports/place_implausible", markup=keyboards.ask_location(context.language))
    else:
        _fill_in(place, context)


def place_of(message: telegram.Message) -> Place:
    """The place that a message shares: a location, or a venue's. It has one of them."""
    location = message.venue.location if message.venue is not None else message.location
    assert location is not None  # the route's filter lets nothing else through
    return Place(location.latitude, location.longitude)


def _fill_in(place: Place, context: Context) -> None:
    opened = drafts.open_for(context)
    report_contents.set_place(context.transaction, opened.draft.id, place)
    drafts.proceed(opened, Noted.PLACE, context, insist=True)
