"""Everything that leads to a handler, in one table.

Buttons of reports name no roles here: `handlers.reports.lifecycle.decide` checks them with the report in hand, so
that the answer can say why not.
"""

from __future__ import annotations

from collections.abc import Callable

from telegram.ext import filters

from handlers import beginning, fallback, housekeeping, membership, welcome
from handlers.context import Context
from handlers.events import Message
from handlers.mydata import erasing, overview
from handlers.operators import grids, people, status
from handlers.reports import acceptance, cards, drafts, lost_cards, saving
from handlers.router import (
    CommandRoute,
    EffectRoute,
    MembershipRoute,
    MessageRoute,
    OperatorRoute,
    PressRoute,
    Route,
    Router,
    TickRoute,
)
from storage.members import Role

COURIERS = frozenset({Role.COURIER})

MessageHandler = Callable[[Message, Context], None]


def privately(handler: MessageHandler) -> MessageHandler:
    """What concerns one person is not answered in front of a group."""

    def handle(message: Message, context: Context) -> None:
        if context.sender is not None and context.sender.in_private:
            handler(message, context)
        else:
            fallback.in_group(message, context)

    return handle


ROUTES: tuple[Route, ...] = (
    CommandRoute("start", privately(welcome.start)),
    CommandRoute("help", privately(welcome.show_help)),
    CommandRoute("language", privately(welcome.show_languages)),
    CommandRoute("mydata", privately(overview.show)),
    CommandRoute("deleteme", privately(erasing.explain)),
    CommandRoute("report", privately(drafts.open_report), who=COURIERS),
    CommandRoute("cancel", privately(drafts.cancel)),
    MessageRoute("photo", filters.PHOTO, drafts.take_photo, who=COURIERS),
    MessageRoute("place", filters.LOCATION | filters.VENUE, drafts.take_place, who=COURIERS),
    MessageRoute("image file", filters.Document.IMAGE, fallback.image_file, who=COURIERS),
    MessageRoute("unknown command", filters.COMMAND, fallback.unknown_command),
    MessageRoute("words", filters.TEXT, drafts.take_words),
    MessageRoute("changed words", filters.TEXT | filters.PHOTO, drafts.change_words, edited=True),
    MessageRoute("unusable", ~filters.StatusUpdate.ALL, fallback.unusable),
    PressRoute("menu", welcome.turn_page),
    PressRoute("language", welcome.choose_language),
    PressRoute("report", drafts.open_report, who=COURIERS),
    PressRoute("category", drafts.choose_category),
    PressRoute("cancel", drafts.press_cancel),
    PressRoute("accept", acceptance.accept),
    PressRoute("deleteme", erasing.explain),
    PressRoute("erase", erasing.erase),
    PressRoute("keep", erasing.keep),
    EffectRoute("photo", saving.photo_ended),
    EffectRoute(cards.LOST, lost_cards.card_lost),
    MembershipRoute(membership.changed),
    TickRoute("started", beginning.process_started),
    TickRoute("retention", housekeeping.retention),
    OperatorRoute("import-people", people.import_people),
    OperatorRoute("import-grids", grids.import_grids),
    OperatorRoute("status", status.report_status),
)


def make_router() -> Router:
    """The router of this version."""
    return Router(ROUTES, fallback.refuse)
