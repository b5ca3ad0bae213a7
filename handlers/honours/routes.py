"""What leads to the lists of honour. They are the team's own; what goes out of it is announced by a coordinator."""

from __future__ import annotations

from handlers.honours import freezing, nicknames, page
from handlers.leading import privately
from handlers.route import AnswerRoute, CommandRoute, PressRoute, Route, TickRoute
from storage.members import Role

TEAM = frozenset(Role)

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(nicknames.QUESTION, nicknames.take, nicknames.give_up, who=TEAM),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("honours", privately(page.show), who=TEAM),
    PressRoute(page.PREFIX, page.press, who=TEAM),
    TickRoute("honours", freezing.freeze),
)
