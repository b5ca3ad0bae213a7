"""What leads to the lists of honour. They are the team's own; what goes out of it is announced by a coordinator."""

from __future__ import annotations

from handlers.honours import freezing, nicknames, page
from handlers.leading import privately
from handlers.route import AnswerRoute, CommandRoute, PressRoute, Route, TickRoute
from handlers.training.admission import of_the_team

ANSWERS: tuple[AnswerRoute, ...] = (AnswerRoute(nicknames.QUESTION, nicknames.take, nicknames.give_up),)

ROUTES: tuple[Route, ...] = (
    CommandRoute("honours", privately(of_the_team(page.show))),
    PressRoute(page.PREFIX, of_the_team(page.press)),
    TickRoute("honours", freezing.freeze),
)
