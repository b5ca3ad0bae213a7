"""Whatever somebody makes a button say: it is answered once, breaks nothing and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from handlers.route import PressRoute
from handlers.routes import ROUTES
from tests.unit.handlers.deeds import OPEN, inviting_to_many_grids
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.test_matrix import kept
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_COURIER,
    PEOPLE,
    STRANGER,
    WORKER,
    World,
    button,
    methods,
)

PRESSING = (STRANGER, COURIER, WORKER, COORDINATOR, ADMIN)
RUBBISH = (
    "x",
    ":",
    ":" * 40,
    "-1",
    "9" * 50,
    "0",
    "井盖",
    "x:1:x",
    "at:-1",
    "at:" + "9" * 30,
    "in:x:name:-1",
)
# What speaks of what: a token of one kind is shown to the buttons of the others.
BELONGING = ("reports", "registration", "invitations", "mydata")
PRESS_ROUTES = [route for route in ROUTES if isinstance(route, PressRoute)]


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Mapping[str, str]]]:
    """A world in which something of everything is open, and a token of each kind."""
    world = World(tmp_path_factory.mktemp("forged") / "bot.sqlite3")
    world.command("import-stations", stations=applicants.STATIONS)
    world.command("import-people", people=PEOPLE)
    world.command("import-grids", geojson=GRIDS)
    for person in (COURIER, OTHER_COURIER, WORKER, COORDINATOR):
        world.agree(person)
    tokens = {
        "reports": button(world.say(OTHER_COURIER, "/report"), "cancel:"),
        "registration": button(world.say(STRANGER, "/start"), "join_agree:"),
        "invitations": button(inviting_to_many_grids(world), "invite_grid:"),
        "mydata": button(world.say(COURIER, "/deleteme"), "erase:"),
    }
    world.say(COURIER, "/report")
    yield world, {kind: data.split(":")[1] for kind, data in tokens.items()}
    world.close()


def forged(route: PressRoute, tokens: Mapping[str, str]) -> Iterator[str]:
    """Data that this button never has."""
    if route.name not in OPEN.values():
        yield route.name
    yield from (f"{route.name}:{rubbish}" for rubbish in RUBBISH)
    others = [tokens[kind] for kind in BELONGING if kind not in route.handler.__module__]
    for token in others:
        yield from (f"{route.name}:{token}", f"{route.name}:{token}:1", f"{route.name}:{token}:1:x")


@pytest.mark.parametrize("route", PRESS_ROUTES, ids=lambda route: route.name)
def test_a_forged_button_is_answered_once_and_changes_nothing(
    crowded: tuple[World, Mapping[str, str]], route: PressRoute
) -> None:
    world, tokens = crowded
    before = kept(world)
    for data in forged(route, tokens):
        for who in PRESSING:
            rows = world.press(who, data)
            assert methods(rows).count("answerCallbackQuery") == 1, (data, who)
            assert kept(world) == before, (data, who)


@pytest.mark.parametrize("data", ["", ":", "x", "Menu", "report ", "井盖", "report:x"])
def test_a_button_that_does_not_exist_is_answered_once(
    crowded: tuple[World, Mapping[str, str]], data: str
) -> None:
    world, _ = crowded
    before = kept(world)
    for who in PRESSING:
        assert methods(world.press(who, data)) == ["answerCallbackQuery"]
        assert kept(world) == before


@pytest.mark.parametrize("route", PRESS_ROUTES, ids=lambda route: route.name)
def test_a_button_without_anything_behind_it_breaks_nothing(tmp_path: Path, route: PressRoute) -> None:
    """Those that need nothing behind them do what they do."""
    world = World(tmp_path / "bot.sqlite3")
    for who in PRESSING:
        assert methods(world.press(who, route.name)).count("answerCallbackQuery") == 1
    world.close()
