"""What leads to deferring a report. `lifecycle.decide` says who may, with the report in hand."""

from __future__ import annotations

from handlers.deferral import choosing, deferring, resuming
from handlers.route import AnswerRoute, PressRoute, Route, TickRoute

ANSWERS: tuple[AnswerRoute, ...] = (AnswerRoute(deferring.QUESTION, deferring.take_day, deferring.give_up),)

ROUTES: tuple[Route, ...] = (
    PressRoute("defer", choosing.ask_why, in_groups=True),
    PressRoute("defer_for", choosing.ask_until, in_groups=True),
    PressRoute("defer_until", deferring.defer, in_groups=True),
    TickRoute("deferred reports", resuming.resume),
)
