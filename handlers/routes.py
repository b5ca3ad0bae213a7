"""Everything that leads to a handler, in one table.

Each capability has its routes in a `routes.py` of its own. Here they are gathered, with what belongs to none of them,
and with the messages, which capabilities share and whose order matters.
"""

from __future__ import annotations

from telegram.ext import filters

from handlers import (
    asking,
    backups,
    beginning,
    dead_letters,
    fallback,
    housekeeping,
    membership,
    settings_page,
    welcome,
)
from handlers.away import routes as away
from handlers.broadcasts import drafting
from handlers.broadcasts import routes as broadcasts
from handlers.casebook import routes as casebook
from handlers.deadlines import routes as deadlines
from handlers.deferral import routes as deferral
from handlers.desk import routes as desk
from handlers.dialogue import routes as dialogue
from handlers.dialogue import writing
from handlers.duplicates import routes as duplicates
from handlers.fixing import after_photos
from handlers.fixing import routes as fixing
from handlers.handover import routes as handover
from handlers.hazards import routes as hazards
from handlers.honours import routes as honours
from handlers.invitations import routes as invitations
from handlers.leading import first_of, privately
from handlers.limits import routes as limits
from handlers.my_reports import routes as my_reports
from handlers.mydata import routes as mydata
from handlers.operators import routes as operators
from handlers.people import routes as people
from handlers.points import routes as points
from handlers.registration import abandoning, answers
from handlers.registration import routes as registration
from handlers.reports import drafts, later, photos, places, words
from handlers.reports import routes as reports
from handlers.reports.admission import of_reporters
from handlers.reports.image_files import MayBeImage
from handlers.route import (
    ANY_COMMAND,
    AnswerRoute,
    CommandRoute,
    EffectRoute,
    MembershipRoute,
    MessageRoute,
    OperatorRoute,
    PressRoute,
    Route,
    TickRoute,
)
from handlers.router import Router
from handlers.routing import routes as routing
from handlers.shop import routes as shop
from handlers.shop_desk import routes as shop_desk
from handlers.training import routes as training
from handlers.verification import photos as verification_photos
from handlers.verification import routes as verification

# What somebody can be asked, and who takes the answer.
ANSWERS: tuple[AnswerRoute, ...] = (
    *duplicates.ANSWERS,
    *dialogue.ANSWERS,
    *fixing.ANSWERS,
    *verification.ANSWERS,
    *broadcasts.ANSWERS,
    *training.ANSWERS,
    *casebook.ANSWERS,
    *people.ANSWERS,
    *points.ANSWERS,
    *honours.ANSWERS,
    *shop_desk.ANSWERS,
    *routing.ANSWERS,
    *mydata.ANSWERS,
    *deferral.ANSWERS,
    *away.ANSWERS,
)

# Who may have taken the first part of an album, and takes the others.
ALBUMS = (writing.take_album_part, after_photos.take_album_part, verification_photos.take_album_part)

# What is said in private; the first that matches has it.
MESSAGES: tuple[MessageRoute, ...] = (
    MessageRoute("contact", answers.take_contact, has=("contact",)),
    MessageRoute(
        "photo",
        first_of(*ALBUMS, then=of_reporters(photos.take_photo)),
        has=("photo",),
    ),
    MessageRoute("place", of_reporters(places.take_place), has=("location", "venue")),
    MessageRoute(
        "image file",
        first_of(*ALBUMS, then=of_reporters(photos.take_image_file)),
        has=("document",),
        filter=MayBeImage(),
    ),
    MessageRoute(
        "words", first_of(answers.take_words, later.take_words, then=words.take_words), has=("text",)
    ),
    MessageRoute("voice", first_of(answers.take_unusable, then=words.take_voice), has=("voice",)),
    MessageRoute("changed words", words.change_words, has=("text", "photo", "document"), edited=True),
    MessageRoute(
        "unusable", first_of(answers.take_unusable, then=fallback.unusable), filter=~filters.StatusUpdate.ALL
    ),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("start", privately(welcome.start)),
    CommandRoute("help", privately(welcome.show_help)),
    CommandRoute("language", privately(welcome.show_languages)),
    CommandRoute("settings", privately(settings_page.show)),
    CommandRoute(
        "cancel",
        privately(
            first_of(asking.giving_up(ANSWERS), drafting.cancel, abandoning.cancel, then=drafts.cancel)
        ),
    ),
    PressRoute("menu", welcome.turn_page),
    PressRoute("language", welcome.choose_language),
    PressRoute("settings", settings_page.show, bare=True),
    PressRoute("night", settings_page.choose_night),
    PressRoute("rushes", settings_page.choose_rushes),
    PressRoute("cards", settings_page.choose_cards),
    PressRoute("riding", settings_page.ride),
    *reports.ROUTES,
    *duplicates.ROUTES,
    *limits.ROUTES,
    *my_reports.ROUTES,
    *casebook.ROUTES,
    *hazards.ROUTES,
    *dialogue.ROUTES,
    *fixing.ROUTES,
    *verification.ROUTES,
    *handover.ROUTES,
    *deferral.ROUTES,
    *deadlines.ROUTES,
    *away.ROUTES,
    *desk.ROUTES,
    *registration.ROUTES,
    *invitations.ROUTES,
    *broadcasts.ROUTES,
    *training.ROUTES,
    *people.ROUTES,
    *points.ROUTES,
    *honours.ROUTES,
    *shop.ROUTES,
    *shop_desk.ROUTES,
    *routing.ROUTES,
    *mydata.ROUTES,
    *operators.ROUTES,
    *ANSWERS,
    *MESSAGES,
    CommandRoute(ANY_COMMAND, fallback.unknown_command),
    MembershipRoute(membership.changed),
    EffectRoute(backups.ENDED, backups.ended),
    TickRoute("started", beginning.process_started),
    TickRoute("retention", housekeeping.retention),
    TickRoute("backup", backups.make),
    TickRoute("overdue backup", backups.make),
    TickRoute("dead letters", dead_letters.tell),
    OperatorRoute("backup-made", backups.note_made),
)

# The effects of messages that are wanted when they were delivered, too.
TOLD_OF_SUCCESS = frozenset(
    route.name for route in ROUTES if isinstance(route, EffectRoute) and route.of_success
)


def make_router() -> Router:
    """The router of this version."""
    return Router(ROUTES, fallback.refuse)
