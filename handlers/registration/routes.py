"""What leads to registration and to leaving again, but for the messages that answer its questions.

Those stand in `handlers.routes`, in order with what becomes a report.
"""

from __future__ import annotations

from handlers.leading import privately
from handlers.registration import (
    answers,
    cards,
    consent_page,
    decision,
    leaving,
    lost_cards,
    unfinished,
)
from handlers.registration.lifecycle import DECIDERS
from handlers.route import CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from storage.members import Role

COURIERS = frozenset({Role.COURIER})

ROUTES: tuple[Route, ...] = (
    CommandRoute("leave", privately(leaving.explain)),
    CommandRoute("consents", privately(consent_page.show)),
    CommandRoute("waiting", privately(decision.show_waiting), who=DECIDERS),
    PressRoute("join_agree", answers.agree),
    PressRoute("join_disagree", answers.disagree),
    PressRoute("join_name", answers.use_offered_name),
    PressRoute("join_station", answers.choose_station),
    PressRoute("approve", decision.approve),
    PressRoute("decline", decision.ask_why),
    PressRoute("decline_because", decision.decline),
    PressRoute("reconsider", decision.reconsider),
    PressRoute("waiting", decision.show_waiting, who=DECIDERS, bare=True),
    PressRoute("consents", consent_page.show, bare=True),
    PressRoute("withdraw_photos", consent_page.withdraw_photos),
    PressRoute("allow_photos", consent_page.allow_photos, who=COURIERS),
    PressRoute("withdraw_joining", consent_page.withdraw_joining),
    PressRoute("leaving", leaving.explain, bare=True),
    PressRoute("leave", leaving.leave),
    EffectRoute(cards.LOST, lost_cards.card_lost),
    TickRoute("unfinished registrations", unfinished.look_after),
)
