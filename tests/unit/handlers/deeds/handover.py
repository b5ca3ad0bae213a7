"""Handing over: the buttons below the grid worker's card."""

from __future__ import annotations

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.deeds.reports import report
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import WORKER, World


def asked_whom(world: World) -> Rows:
    return world.press(WORKER, button(report(world), "hand_over:"))


def asked_why(world: World) -> Rows:
    return world.press(WORKER, button(asked_whom(world), "hand_to:"))


DEEDS = Deeds(
    buttons={"hand_over": report, "hand_to": asked_whom, "hand_why": asked_why},
    refusals=("handover_refused.",),
)
