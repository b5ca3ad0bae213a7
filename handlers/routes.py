"""Everything that leads to a handler, in one table.

Buttons of reports name no roles here: `handlers.reports.lifecycle.decide` checks them with the report in hand, so
that the answer can say why not.
"""

from __future__ import annotations

from collections.abc import Callable

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
from handlers.broadcasts import drafting, launching, preparing, preview, reading, stopping, ticking
from handlers.broadcasts import questions as broadcast_questions
from handlers.context import Context
from handlers.events import Message
from handlers.invitations import expiry, making
from handlers.mydata import correcting, erasing, overview
from handlers.operators import grids, invitations, people, stations, status
from handlers.operators import trainings as operator_trainings
from handlers.people import directory, muting
from handlers.points import awarding, giving
from handlers.points import overview as points_overview
from handlers.points.lifecycle import AWARDERS
from handlers.registration import abandoning, answers, consent_page, decision, leaving
from handlers.registration import cards as registration_cards
from handlers.registration import lost_cards as lost_registration_cards
from handlers.registration import unfinished as unfinished_registrations
from handlers.reports import (
    abandoned_grids,
    acceptance,
    card_endings,
    cards,
    categories,
    drafts,
    incidents,
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
from handlers.training import answers as training_answers
from handlers.training import (
    attendance,
    browsing,
    calling_off,
    joining,
    notices,
    planning,
    publishing,
    reminding,
)
from handlers.training import drafts as training_drafts
from handlers.training.admission import of_the_team
from storage.members import Role

COURIERS = frozenset({Role.COURIER})
INVITERS = frozenset({Role.COORDINATOR, Role.ADMIN})
COORDINATORS = INVITERS

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
    AnswerRoute(broadcast_questions.MESSAGE, drafting.take_message, drafting.give_up, has=(), who=INVITERS),
    AnswerRoute(broadcast_questions.TIME, drafting.take_time, drafting.give_up, who=INVITERS),
    AnswerRoute("training.topic", training_answers.take_topic, training_drafts.give_up, who=COORDINATORS),
    AnswerRoute("training.when", training_answers.take_when, training_drafts.give_up, who=COORDINATORS),
    AnswerRoute(
        "training.where",
        training_answers.take_where,
        training_drafts.give_up,
        has=("text", "location", "venue"),
        who=COORDINATORS,
    ),
    AnswerRoute("training.places", training_answers.take_places, training_drafts.give_up, who=COORDINATORS),
    AnswerRoute("training.points", training_answers.take_points, training_drafts.give_up, who=COORDINATORS),
    AnswerRoute(
        training_drafts.PREVIEW, training_answers.take_at_preview, training_drafts.give_up, who=COORDINATORS
    ),
    AnswerRoute("training.reason", calling_off.take_reason, calling_off.give_up, who=COORDINATORS),
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
        "cancel",
        privately(
            first_of(asking.giving_up(ANSWERS), drafting.cancel, abandoning.cancel, then=drafts.cancel)
        ),
    ),
    CommandRoute("leave", privately(leaving.explain)),
    CommandRoute("consents", privately(consent_page.show)),
    CommandRoute("invite", privately(making.begin), who=INVITERS),
    CommandRoute("waiting", privately(decision.show_waiting), who=INVITERS),
    CommandRoute("broadcast", privately(drafting.begin), who=INVITERS),
    CommandRoute("training", privately(of_the_team(browsing.show))),
    CommandRoute("people", privately(directory.show_everybody), who=INVITERS),
    CommandRoute("points", privately(points_overview.show)),
    CommandRoute("award", privately(awarding.begin), who=AWARDERS),
    CommandRoute(ANY_COMMAND, fallback.unknown_command),
    MessageRoute("contact", answers.take_contact, has=("contact",)),
    MessageRoute("photo", of_reporters(photos.take_photo), has=("photo",)),
    MessageRoute("place", of_reporters(places.take_place), has=("location", "venue")),
    MessageRoute("image file", of_reporters(photos.take_image_file), has=("document",), filter=MayBeImage()),
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
    PressRoute("accept", acceptance.accept, in_groups=True),
    PressRoute("return", returning.show_reasons, in_groups=True),
    PressRoute("reason", returning.return_report, in_groups=True),
    PressRoute("decide", returning.show_decisions, in_groups=True),
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
    PressRoute("broadcast", drafting.begin, who=INVITERS, bare=True),
    PressRoute("send_audience", drafting.choose_audience, who=INVITERS),
    PressRoute("send_station", drafting.choose_station, who=INVITERS),
    PressRoute("send_training", drafting.choose_training, who=INVITERS),
    PressRoute("send_timing", drafting.choose_timing, who=INVITERS),
    PressRoute("send_at", drafting.choose_time, who=INVITERS),
    PressRoute("send_change", drafting.change, who=INVITERS),
    PressRoute("send_discard", drafting.press_discard, who=INVITERS),
    PressRoute("send_confirm", launching.confirm, who=INVITERS),
    PressRoute("send_cancel", stopping.cancel, who=INVITERS),
    PressRoute("send_refresh", reading.refresh, who=INVITERS),
    PressRoute("send_names", reading.list_names, who=INVITERS),
    PressRoute("send_page", reading.turn_page, who=INVITERS),
    PressRoute("read", reading.read),
    PressRoute("training", of_the_team(browsing.show)),
    PressRoute("training_card", of_the_team(browsing.show_card)),
    PressRoute("training_join", of_the_team(joining.sign_up)),
    PressRoute("training_withdraw", of_the_team(joining.withdraw)),
    PressRoute("training_cannot", of_the_team(joining.cannot_come)),
    PressRoute("training_list", planning.turn_page, who=COORDINATORS),
    PressRoute("training_open", planning.open_page, who=COORDINATORS),
    PressRoute("training_new", training_drafts.begin, who=COORDINATORS, bare=True),
    PressRoute("training_revise", training_drafts.revise, who=COORDINATORS),
    PressRoute("training_ask", training_drafts.ask_again, who=COORDINATORS),
    PressRoute("training_day", training_drafts.choose_day, who=COORDINATORS),
    PressRoute("training_set", training_answers.choose, who=COORDINATORS),
    PressRoute("training_publish", publishing.publish, who=COORDINATORS),
    PressRoute("training_discard", training_drafts.discard, who=COORDINATORS),
    PressRoute("training_cancel", calling_off.ask_reason, who=COORDINATORS),
    PressRoute("training_call_off", calling_off.call_off, who=COORDINATORS),
    PressRoute("attendance", attendance.show, who=COORDINATORS),
    PressRoute("attended", attendance.tick, who=COORDINATORS),
    PressRoute("attended_all", attendance.tick_all, who=COORDINATORS),
    PressRoute("attendance_close", attendance.close, who=COORDINATORS),
    PressRoute("people", directory.press, who=INVITERS),
    PressRoute("points", points_overview.show),
    PressRoute("award", awarding.begin, who=AWARDERS, bare=True),
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
    EffectRoute(preview.LOST, preview.copy_lost),
    EffectRoute(preparing.NEXT_PAGE, preparing.prepare_next),
    EffectRoute(preparing.LOST, stopping.copy_lost),
    EffectRoute(stopping.NEXT_PAGE, stopping.take_back_next),
    EffectRoute(cards.ENDED, card_endings.card_ended, of_success=True),
    EffectRoute("moved", moved_groups.group_moved),
    EffectRoute(morning.TELL, morning.tell),
    EffectRoute(abandoned_grids.ABANDONED, abandoned_grids.tell),
    EffectRoute(backups.ENDED, backups.ended),
    EffectRoute(registration_cards.LOST, lost_registration_cards.card_lost),
    EffectRoute(notices.CHANGED, notices.tell_changed),
    EffectRoute(notices.CANCELLED, notices.tell_cancelled),
    EffectRoute(reminding.MORE, reminding.remind),
    EffectRoute(attendance.PAY, attendance.pay),
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
    TickRoute("broadcasts", ticking.tick),
    TickRoute("reminders", reminding.remind),
    TickRoute("attendance", attendance.ask_who_came),
    OperatorRoute("import-people", people.import_people),
    OperatorRoute("import-grids", grids.import_grids),
    OperatorRoute("import-stations", stations.import_stations),
    OperatorRoute("offer-training", operator_trainings.offer_training),
    OperatorRoute("invite", invitations.invite),
    OperatorRoute("backup-made", backups.note_made),
    OperatorRoute("status", status.report_status),
)


# The effects of messages that are wanted when they were delivered, too.
TOLD_OF_SUCCESS = frozenset(
    route.name for route in ROUTES if isinstance(route, EffectRoute) and route.of_success
)


def make_router() -> Router:
    """The router of this version."""
    return Router(ROUTES, fallback.refuse)
