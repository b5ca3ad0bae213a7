"""What leads to broadcasts: putting one together, sending it, stopping it, reading it."""

from __future__ import annotations

from handlers.broadcasts import (
    drafting,
    launching,
    preparing,
    preview,
    questions,
    reading,
    stopping,
    ticking,
)
from handlers.leading import privately
from handlers.route import (
    COORDINATORS,
    AnswerRoute,
    CommandRoute,
    EffectRoute,
    PressRoute,
    Route,
    TickRoute,
)

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(questions.MESSAGE, drafting.take_message, drafting.give_up, has=(), who=COORDINATORS),
    AnswerRoute(questions.TIME, drafting.take_time, drafting.give_up, who=COORDINATORS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("broadcast", privately(drafting.begin), who=COORDINATORS),
    PressRoute("broadcast", drafting.begin, who=COORDINATORS, bare=True),
    PressRoute("send_audience", drafting.choose_audience, who=COORDINATORS),
    PressRoute("send_station", drafting.choose_station, who=COORDINATORS),
    PressRoute("send_training", drafting.choose_training, who=COORDINATORS),
    PressRoute("send_timing", drafting.choose_timing, who=COORDINATORS),
    PressRoute("send_at", drafting.choose_time, who=COORDINATORS),
    PressRoute("send_change", drafting.change, who=COORDINATORS),
    PressRoute("send_discard", drafting.press_discard, who=COORDINATORS),
    PressRoute("send_confirm", launching.confirm, who=COORDINATORS),
    PressRoute("send_cancel", stopping.cancel, who=COORDINATORS),
    PressRoute("send_refresh", reading.refresh, who=COORDINATORS),
    PressRoute("send_names", reading.list_names, who=COORDINATORS),
    PressRoute("send_page", reading.turn_page, who=COORDINATORS),
    PressRoute("read", reading.read),
    EffectRoute(preview.LOST, preview.copy_lost),
    EffectRoute(preparing.NEXT_PAGE, preparing.prepare_next),
    EffectRoute(preparing.LOST, stopping.copy_lost),
    EffectRoute(stopping.NEXT_PAGE, stopping.take_back_next),
    TickRoute("broadcasts", ticking.tick),
)
