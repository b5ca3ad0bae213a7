"""Everything that leads to a handler, in one table.

Buttons of reports name no roles here: `handlers.reports.lifecycle.decide` checks them with the report in hand, so
that the answer can say why not.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_

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
from handlers.context import Context
from handlers.events import Message
from handlers.invitations import expiry, making
from handlers.mydata import correcting, erasing, overview
from handlers.operators import grids, invitations, people, stations, status
from handlers.people import directory, muting
from handlers.points import awarding, giving
from handlers.points import overview as points_overview
from handlers.points.lifecycle import AWARDERS
from handlers.registration import abandoning, answers, consent_page, decision, leaving
from handlers.registration import cards as registration_cards
from handlers.registration import lost_cards as lost_registration_cards
from handlers.registration import unfinished as unfinished_registrations
from handlers.reports import (
    acceptance,
    cards,
    categories,
    drafts,
    incidents,
    lost_cards,
    morning,
    moved_groups,
    newcomers,
    photos,
    places,
    retrying,
    returning,
    saving,
    showing,
    unfinished,
    whereabouts,
    words,
)
from handlers.reports.admission import of_reporters, press_of_reporters
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
from storage.members import Role

COURIERS = frozenset({Role.COURIER})
INVITERS = frozenset({Role.COORDINATOR, Role.ADMIN})

# Clients name the type by the file's ending, and some do not name it at all; its bytes are looked at later anyway.
IMAGE_ENDINGS = ("jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "tif", "tiff", "bmp")
IMAGE_FILE = reduce(or_, map(filters.Document.FileExtension, IMAGE_ENDINGS), filters.Document.IMAGE)

MessageHandler = Callable[[Message, Context], None]


def privately(handler: MessageHandler) -> MessageHandler:
    """What concerns one person is not answered in front of a group."""

    def handle(message: Message, context: Context) -> None:
        if context.sender is not None and context.sender.in_private:
            handler(message, context)
        else:
            fallback.in_group(message, context)

    return handle


def first_of(*takers: Callable[[Message, Context], bool], then: MessageHandler) -> MessageHandler:
    """What answers a question that is open belongs there, and to nothing else."""

    def handle(message: Message, context: Context) -> None:
        if not any(taker(message, context) for taker in takers):
            then(message, context)

    return handle


# What somebody can be asked, and who takes the answer.
ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(directory.QUESTION, directory.take_name, directory.give_up, who=INVITERS),
    AnswerRoute("award.who", awarding.take_name, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.points", awarding.take_points, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.reason", awarding.take_reason, awarding.give_up, who=AWARDERS),
    AnswerRoute(muting.QUESTION, muting.take_reason, muting.give_up, who=INVITERS),
    AnswerRoute(correcting.NAME, correcting.take_name, correcting.give_up),
    AnswerRoute(correcting.PHONE, correcting.take_phone, correcting.give_up, has=("contact", "text")),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("start", privately(welcome.start)),
    CommandRoute("help", privately(welcome.show_help)),
    CommandRoute("language", privately(welcome.show_languages)),
    CommandRoute("settings", privately(settings_page.show)),
    CommandRoute("mydata", privately(overview.show)),
    CommandRoute("deleteme", privately(erasing.explain)),
    CommandRoute("report", privately(of_reporters(drafts.open_report))),
    CommandRoute(
        "cancel", privately(first_of(asking.giving_up(ANSWERS), abandoning.cancel, then=drafts.cancel))
    ),
    CommandRoute("leave", privately(leaving.explain)),
    CommandRoute("consents", privately(consent_page.show)),
    CommandRoute("invite", privately(making.begin), who=INVITERS),
    CommandRoute("waiting", privately(decision.show_waiting), who=INVITERS),
    CommandRoute("people", privately(directory.show_everybody), who=INVITERS),
    CommandRoute("points", privately(points_overview.show)),
    CommandRoute("award", privately(awarding.begin), who=AWARDERS),
    CommandRoute(ANY_COMMAND, fallback.unknown_command),
    MessageRoute("contact", answers.take_contact, has=("contact",)),
    MessageRoute("photo", of_reporters(photos.take_photo), has=("photo",)),
    MessageRoute("place", of_reporters(places.take_place), has=("location", "venue")),
    MessageRoute("image file", of_reporters(photos.take_image_file), has=("document",), filter=IMAGE_FILE),
    MessageRoute("words", first_of(answers.take_words, then=words.take_words), has=("text",)),
    MessageRoute("changed words", words.change_words, has=("text", "photo", "document"), edited=True),
    MessageRoute(
        "unusable", first_of(answers.take_unusable, then=fallback.unusable), filter=~filters.StatusUpdate.ALL
    ),
    PressRoute("menu", welcome.turn_page),
    PressRoute("language", welcome.choose_language),
    PressRoute("settings", settings_page.show, bare=True),
    PressRoute("night", settings_page.choose_night),
    PressRoute("rushes", settings_page.choose_rushes),
    PressRoute("riding", settings_page.ride),
    PressRoute("report", press_of_reporters(drafts.open_report), bare=True),
    PressRoute("whereabouts", whereabouts.answer_consent),
    PressRoute("category", categories.choose_category),
    PressRoute("describe", words.make_report),
    PressRoute("split", incidents.split),
    PressRoute("join", incidents.join),
    PressRoute("apart", incidents.keep_apart),
    PressRoute("resume", incidents.resume),
    PressRoute("cancel", drafts.press_cancel),
    PressRoute("show", showing.show),
    PressRoute("accept", acceptance.accept),
    PressRoute("return", returning.show_reasons),
    PressRoute("reason", returning.return_report),
    PressRoute("decide", returning.show_decisions),
    PressRoute("retry", retrying.retry),
    PressRoute("deleteme", erasing.explain, bare=True),
    PressRoute("correct", correcting.begin),
    PressRoute("correct_station", correcting.choose_station),
    PressRoute("erase", erasing.erase),
    PressRoute("keep", erasing.keep),
    PressRoute("join_agree", answers.agree),
    PressRoute("join_disagree", answers.disagree),
    PressRoute("join_name", answers.use_offered_name),
    PressRoute("join_station", answers.choose_station),
    PressRoute("approve", decision.approve),
    PressRoute("decline", decision.ask_why),
    PressRoute("decline_because", decision.decline),
    PressRoute("reconsider", decision.reconsider),
    PressRoute("waiting", decision.show_waiting, who=INVITERS, bare=True),
    PressRoute("consents", consent_page.show, bare=True),
    PressRoute("withdraw_photos", consent_page.withdraw_photos),
    PressRoute("allow_photos", consent_page.allow_photos, who=COURIERS),
    PressRoute("withdraw_joining", consent_page.withdraw_joining),
    PressRoute("leaving", leaving.explain, bare=True),
    PressRoute("leave", leaving.leave),
    PressRoute("invite", making.begin, who=INVITERS, bare=True),
    PressRoute("invite_role", making.choose_role, who=INVITERS),
    PressRoute("invite_station", making.choose_station, who=INVITERS),
    PressRoute("invite_grid", making.choose_grid, who=INVITERS),
    PressRoute("invite_page", making.turn_page, who=INVITERS),
    PressRoute("invite_finish", making.finish, who=INVITERS),
    PressRoute("people", directory.press, who=INVITERS),
    PressRoute("points", points_overview.show),
    PressRoute("award", awarding.begin, who=AWARDERS),
    PressRoute(awarding.PREFIX, awarding.choose_member, who=AWARDERS),
    PressRoute("award_points", awarding.choose_points),
    PressRoute("award_give", giving.give),
    PressRoute("award_drop", giving.drop),
    PressRoute("award_undo", giving.undo),
    PressRoute("mute", muting.ask_how_long, who=INVITERS),
    PressRoute("mute_for", muting.ask_why, who=INVITERS),
    PressRoute("mute_because", muting.mute, who=INVITERS),
    PressRoute("unmute", muting.lift, who=INVITERS),
    *ANSWERS,
    EffectRoute("photo", saving.photo_ended),
    EffectRoute("joined", newcomers.take_up_draft),
    EffectRoute("waiting", newcomers.take_up_draft),
    EffectRoute(cards.LOST, lost_cards.card_lost),
    EffectRoute("moved", moved_groups.group_moved),
    EffectRoute(morning.TELL, morning.tell),
    EffectRoute(backups.ENDED, backups.ended),
    EffectRoute(registration_cards.LOST, lost_registration_cards.card_lost),
    MembershipRoute(membership.changed),
    TickRoute("started", beginning.process_started),
    TickRoute("retention", housekeeping.retention),
    TickRoute("morning", morning.begin),
    TickRoute("backup", backups.make),
    TickRoute("overdue backup", backups.make),
    TickRoute("dead letters", dead_letters.tell),
    TickRoute("unfinished reports", unfinished.look_after),
    TickRoute("unfinished registrations", unfinished_registrations.look_after),
    TickRoute("unused invitations", expiry.look_after),
    OperatorRoute("import-people", people.import_people),
    OperatorRoute("import-grids", grids.import_grids),
    OperatorRoute("import-stations", stations.import_stations),
    OperatorRoute("invite", invitations.invite),
    OperatorRoute("backup-made", backups.note_made),
    OperatorRoute("status", status.report_status),
)


def make_router() -> Router:
    """The router of this version."""
    return Router(ROUTES, fallback.refuse)
