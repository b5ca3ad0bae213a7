"""What leads to trainings: offering them, coming to them, being reminded, and who was there."""

from __future__ import annotations

from handlers.leading import privately
from handlers.route import AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from handlers.training import (
    answers,
    attendance,
    browsing,
    calling_off,
    drafts,
    joining,
    notices,
    planning,
    publishing,
    reminding,
)
from handlers.training.admission import of_the_team
from handlers.training.lifecycle import COORDINATORS

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute("training.topic", answers.take_topic, drafts.give_up, who=COORDINATORS),
    AnswerRoute("training.when", answers.take_when, drafts.give_up, who=COORDINATORS),
    AnswerRoute(
        "training.where",
        answers.take_where,
        drafts.give_up,
        has=("text", "location", "venue"),
        who=COORDINATORS,
    ),
    AnswerRoute("training.places", answers.take_places, drafts.give_up, who=COORDINATORS),
    AnswerRoute("training.points", answers.take_points, drafts.give_up, who=COORDINATORS),
    AnswerRoute(drafts.PREVIEW, answers.take_at_preview, drafts.give_up, who=COORDINATORS),
    AnswerRoute("training.reason", calling_off.take_reason, calling_off.give_up, who=COORDINATORS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("training", privately(of_the_team(browsing.show))),
    PressRoute("training", of_the_team(browsing.show)),
    PressRoute("training_card", of_the_team(browsing.show_card)),
    PressRoute("training_join", of_the_team(joining.sign_up)),
    PressRoute("training_withdraw", of_the_team(joining.withdraw)),
    PressRoute("training_cannot", of_the_team(joining.cannot_come)),
    PressRoute("training_list", planning.turn_page, who=COORDINATORS),
    PressRoute("training_open", planning.open_page, who=COORDINATORS),
    PressRoute("training_new", drafts.begin, who=COORDINATORS, bare=True),
    PressRoute("training_revise", drafts.revise, who=COORDINATORS),
    PressRoute("training_ask", drafts.ask_again, who=COORDINATORS),
    PressRoute("training_day", drafts.choose_day, who=COORDINATORS),
    PressRoute("training_set", answers.choose, who=COORDINATORS),
    PressRoute("training_publish", publishing.publish, who=COORDINATORS),
    PressRoute("training_discard", drafts.discard, who=COORDINATORS),
    PressRoute("training_cancel", calling_off.ask_reason, who=COORDINATORS),
    PressRoute("training_call_off", calling_off.call_off, who=COORDINATORS),
    PressRoute("attendance", attendance.show, who=COORDINATORS),
    PressRoute("attended", attendance.tick, who=COORDINATORS),
    PressRoute("attended_all", attendance.tick_all, who=COORDINATORS),
    PressRoute("attendance_close", attendance.close, who=COORDINATORS),
    EffectRoute(notices.CHANGED, notices.tell_changed),
    EffectRoute(notices.CANCELLED, notices.tell_cancelled),
    EffectRoute(reminding.MORE, reminding.remind),
    EffectRoute(attendance.PAY, attendance.pay),
    TickRoute("reminders", reminding.remind),
    TickRoute("attendance", attendance.ask_who_came),
)
