"""Lists of honour: looking at them, and saying under which nickname one wants to stand there."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds

DEEDS = Deeds(
    open={"honours": "honours"},
    answers={"honour_list.nickname": lambda world, who: world.say(who, "蜂一")},
    kept=("nicknames", "honour_lists", "honour_entries"),
)
