"""The search for reports: for coordinators alone."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

DEEDS = Deeds(
    open={"search": "search"},
    answers={"search.words": lambda world, who: world.say(who, "井盖")},
    kept=("report_searches",),
)
