"""What leads to points: looking at them, and awarding them by hand."""

from __future__ import annotations

from handlers.leading import privately
from handlers.points import (
    awarding,
    confirming,
    expiring,
    giving,
    overview,
    rule_changes,
    rules_page,
    undoing,
)
from handlers.points.lifecycle import AWARDERS
from handlers.route import AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute("award.who", awarding.take_name, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.points", awarding.take_points, awarding.give_up, who=AWARDERS),
    AnswerRoute("award.reason", awarding.take_reason, awarding.give_up, who=AWARDERS),
    AnswerRoute(rule_changes.VALUE, rule_changes.take_value, rule_changes.give_up, who=AWARDERS),
    AnswerRoute(rule_changes.DAY, rule_changes.take_day, rule_changes.give_up, who=AWARDERS),
    AnswerRoute(undoing.QUESTION, undoing.take_reason, undoing.give_up, who=AWARDERS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("points", privately(overview.show)),
    CommandRoute("award", privately(awarding.begin), who=AWARDERS),
    PressRoute(overview.PREFIX, overview.press),
    PressRoute("award", awarding.begin, who=AWARDERS, bare=True),
    PressRoute(awarding.PREFIX, awarding.choose_member, who=AWARDERS),
    PressRoute("award_points", awarding.choose_points),
    PressRoute("award_give", giving.give),
    PressRoute("award_drop", giving.drop),
    PressRoute("award_class", giving.choose_class),
    PressRoute("award_pending", confirming.show, who=AWARDERS),
    PressRoute("award_confirm", confirming.confirm),
    PressRoute("award_decline", confirming.decline),
    PressRoute("award_withdraw", confirming.withdraw),
    PressRoute("award_undo", undoing.press),
    CommandRoute("point_rules", privately(rules_page.show), who=AWARDERS),
    PressRoute(rules_page.PREFIX, rule_changes.press, who=AWARDERS),
    TickRoute("unconfirmed awards", confirming.lapse),
    TickRoute("expiring points", expiring.warn),
    TickRoute("lapsed points", expiring.expire),
    EffectRoute(expiring.WARN_NEXT, expiring.warn),
    EffectRoute(expiring.EXPIRE_NEXT, expiring.expire),
)
