"""Invitations: the admin's buttons, who may invite to everything."""

from __future__ import annotations

from functools import partial

from tests.unit.handlers.deeds.capability import Deeds, Rows
from tests.unit.handlers.rows import button
from tests.unit.handlers.world import ADMIN, World, collection, grid


def inviting(world: World, role: str) -> Rows:
    return world.press(
        ADMIN, f"{button(world.say(ADMIN, '/invite'), 'invite_role:').rsplit(':', 1)[0]}:{role}"
    )


def inviting_to_many_grids(world: World) -> Rows:
    rows = [grid(f"g{n}", 115 + n / 100, 115.01 + n / 100, []) for n in range(9)]
    world.command("import-grids", geojson=collection(*rows))
    return inviting(world, "grid_worker")


def one_grid(world: World) -> Rows:
    return world.press(ADMIN, button(inviting(world, "grid_worker"), "invite_grid:"))


DEEDS = Deeds(
    buttons={
        "invite_role": lambda world: world.say(ADMIN, "/invite"),
        "invite_station": partial(inviting, role="courier"),
        "invite_grid": partial(inviting, role="grid_worker"),
        "invite_page": inviting_to_many_grids,
        "invite_finish": one_grid,
    },
    open={"invite": "invite"},
    kept=("invitations",),
)
