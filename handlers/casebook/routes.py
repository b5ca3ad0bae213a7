"""What leads to the search for reports, which is for coordinators alone."""

from __future__ import annotations

from handlers.casebook import reading, searching
from handlers.casebook.buttons import PREFIX
from handlers.leading import privately
from handlers.route import COORDINATORS, AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(searching.QUESTION, searching.take_words, searching.give_up, who=COORDINATORS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("search", privately(searching.begin), who=COORDINATORS),
    PressRoute(PREFIX, searching.press, who=COORDINATORS),
    TickRoute(reading.TIMER, reading.begin),
    EffectRoute(reading.MORE, reading.go_on),
)
