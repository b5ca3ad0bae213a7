"""What leads to being away, and to deputies."""

from __future__ import annotations

from handlers.away import appointing, going, page
from handlers.leading import privately
from handlers.route import AnswerRoute, CommandRoute, EffectRoute, PressRoute, Route, TickRoute
from storage.members import Role

WORKERS = frozenset({Role.GRID_WORKER})
APPOINTING = WORKERS | {Role.COORDINATOR, Role.ADMIN}

ANSWERS: tuple[AnswerRoute, ...] = (AnswerRoute(page.QUESTION, page.take_day, page.give_up, who=WORKERS),)

ROUTES: tuple[Route, ...] = (
    CommandRoute("away", privately(page.show), who=WORKERS),
    CommandRoute("back", privately(going.come_back), who=WORKERS),
    PressRoute("away", page.show, who=WORKERS, bare=True),
    PressRoute("away_until", page.ask_who, who=WORKERS),
    PressRoute("away_who", page.turn, who=WORKERS),
    PressRoute("away_go", going.go, who=WORKERS),
    PressRoute("away_cannot", going.decline, who=WORKERS),
    PressRoute("back", going.come_back, who=WORKERS, bare=True),
    PressRoute("deputy", appointing.ask_who, who=APPOINTING),
    PressRoute("deputy_is", appointing.appoint, who=APPOINTING),
    EffectRoute(going.DEAL, going.deal_anew),
    TickRoute("absences", going.time_is_over),
)
