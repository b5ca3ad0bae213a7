"""What leads to people: finding them, and muting them."""

from __future__ import annotations

from handlers.leading import privately
from handlers.people import directory, muting
from handlers.route import COORDINATORS, AnswerRoute, CommandRoute, PressRoute, Route
from storage.members import Role

ANSWERS: tuple[AnswerRoute, ...] = (
    AnswerRoute(directory.QUESTION, directory.take_name, directory.give_up, who=COORDINATORS),
    AnswerRoute(muting.QUESTION, muting.take_reason, muting.give_up, who=COORDINATORS),
)

ROUTES: tuple[Route, ...] = (
    CommandRoute("people", privately(directory.show_everybody), who=COORDINATORS),
    PressRoute("people", directory.press, who=COORDINATORS),
    PressRoute("mute", muting.ask_how_long, who=COORDINATORS),
    PressRoute("mute_reporter", muting.ask_about_reporter, who=frozenset({Role.COORDINATOR})),
    PressRoute("mute_for", muting.ask_why, who=COORDINATORS),
    PressRoute("mute_because", muting.mute, who=COORDINATORS),
    PressRoute("unmute", muting.lift, who=COORDINATORS),
)
