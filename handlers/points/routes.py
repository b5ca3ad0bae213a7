"""What leads to points: looking at them, and awarding them by hand."""

from __future__ import annotations

from handlers.leading import privately
from handlers.points import awarding, giving, overview
from handlers.points.lifecycle import AWARDERS
from handlers.route import AnswerRoute, CommandRoute, PressRoute, Route

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute("award.who", awarding.take_name, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.points", awarding.take_points, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.reason", awarding.take_reason, awarding.give_up, who=AWARDERS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("points", privately(overview.show)),
    CommandRoute("award", privately(awarding.begin), who=AWARDERS),
    PressRoute("points", overview.show),
    PressRoute("award", awarding.begin, who=AWARDERS, bare=True),
    PressRoute(awarding.PREFIX, awarding.choose_member, who=AWARDERS),
    PressRoute("award_points", awarding.choose_points),
    PressRoute("award_give", giving.give),
    PressRoute("award_drop", giving.drop),
    PressRoute("award_undo", giving.undo),
)
