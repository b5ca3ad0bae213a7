"""What leads to one's own data: seeing it, correcting it, erasing it."""

from __future__ import annotations

from handlers.leading import privately
from handlers.mydata import correcting, erasing, overview
from handlers.route import AnswerRoute, CommandRoute, PressRoute, Route

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(correcting.NAME, correcting.take_name, correcting.give_up),
    AnswerRoute(correcting.PHONE, correcting.take_phone, correcting.give_up, has=("contact", "text")),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("mydata", privately(overview.show)),
    CommandRoute("deleteme", privately(erasing.explain)),
    PressRoute("deleteme", erasing.explain, bare=True),
    PressRoute("correct", correcting.begin),
    PressRoute("correct_station", correcting.choose_station),
    PressRoute("erase", erasing.erase),
    PressRoute("keep", erasing.keep),
)
