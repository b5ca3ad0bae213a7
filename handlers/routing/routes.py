"""What leads to the rules: their list, where something would go, and looking after them."""

from __future__ import annotations

from handlers.leading import privately
from handlers.route import COORDINATORS, AnswerRoute, CommandRoute, PressRoute, Route, TickRoute
from handlers.routing import asking_where, page, watching

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(
        asking_where.QUESTION,
        asking_where.take_place,
        asking_where.give_up,
        has=("location", "venue"),
        who=COORDINATORS,
    ),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("rules", privately(page.show), who=COORDINATORS),
    PressRoute("rules", page.show, who=COORDINATORS),
    PressRoute("rule", page.switch, who=COORDINATORS),
    PressRoute("where_goes", asking_where.choose_category, who=COORDINATORS),
    TickRoute("routing rules", watching.look_after),
)
