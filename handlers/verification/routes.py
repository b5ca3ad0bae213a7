"""What leads to verdicts about fixes; who may give one is decided with the report in hand."""

from __future__ import annotations

from handlers.leading import privately
from handlers.route import AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from handlers.verification import asking, looking, nearby, photos, visits, waiting
from storage.members import Role

COURIERS = frozenset({Role.COURIER})
PHOTOS = ("photo", "document")

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(looking.QUESTION, looking.take_words, looking.give_up, has=("text", *PHOTOS)),
    AnswerRoute(photos.QUESTION, photos.take, photos.give_up, has=PHOTOS),
    AnswerRoute(photos.VISIT, photos.take_from_visit, visits.give_up, has=PHOTOS, who=COURIERS),
    AnswerRoute(nearby.QUESTION, nearby.take_place, nearby.give_up, has=("location", "venue"), who=COURIERS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("nearby", privately(nearby.begin), COURIERS),
    PressRoute("is_fixed", looking.confirm),
    PressRoute("not_fixed", looking.ask_why),
    PressRoute("not_fixed_for", looking.choose),
    PressRoute("fixed_or_not", looking.go_back),
    PressRoute("no_photo", photos.skip),
    PressRoute("look_at", visits.go, COURIERS),
    PressRoute("ride_on", visits.ride_on, COURIERS),
    EffectRoute(asking.LOST, asking.lost),
    EffectRoute(photos.PHOTO, photos.ended),
    TickRoute("verification", waiting.look_after),
    TickRoute("verification offers", visits.expire),
)
