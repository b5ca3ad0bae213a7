"""What leads to the putting together of reports. Who may is decided with the report in hand, as for every report."""

from __future__ import annotations

from handlers.duplicates import choosing, me_too, merging, unanswered
from handlers.route import AnswerRoute, PressRoute, Route, TickRoute

ANSWERS: tuple[AnswerRoute, ...] = (AnswerRoute(choosing.QUESTION, choosing.take_number, choosing.give_up),)

ROUTES: tuple[Route, ...] = (
    PressRoute("me_too", me_too.join),
    PressRoute("different", me_too.keep_apart),
    PressRoute("choose_same", choosing.show_candidates, in_groups=True),
    PressRoute("merge_with", choosing.show_other, in_groups=True),
    PressRoute("merge_number", choosing.ask_number, in_groups=True),
    PressRoute("merge", merging.merge),
    PressRoute("merge_not", merging.keep),
    PressRoute("separate", merging.separate, in_groups=True),
    TickRoute("unanswered offers", unanswered.send),
)
