"""Who may do what: every command, every kind of message and every button, for every role and state.

Each capability has its table in `matrix/`; all have the same columns.

| word | means |
|---|---|
| yes | it is done, or answered with what is needed next |
| join | what was sent is kept or noted, and registration begins or goes on |
| no | refused with the reason; nothing has changed |
| - | nothing is said: it concerns nobody |

"worker" answers for the grid of the report, "elsewhere" for another one. "muted" is the courier, muted when everything
was arranged: reporting is refused, all else is as for any courier. Whose a button is, is said in
`tests/unit/handlers/deeds/`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from handlers.route import AnswerRoute, CommandRoute, MessageRoute, PressRoute
from handlers.routes import ROUTES
from messages import catalogue
from storage import mutes
from storage.mutes import MuteReason
from tests.unit.handlers.deeds import HOUR, KEPT, NO_CONSENT, REFUSALS, PersonalRoute, Rows, prepared, report
from tests.unit.handlers.registration import applicants
from tests.unit.handlers.world import (
    ADMIN,
    COORDINATOR,
    COURIER,
    GRIDS,
    OTHER_WORKER,
    PENDING,
    PEOPLE,
    START,
    STRANGER,
    WORKER,
    World,
    button,
)

DECLINED, LEFT = 1011, 1012
MUTED = "muted"

COLUMNS = {
    "stranger": STRANGER,
    "pending": PENDING,
    "declined": DECLINED,
    "left": LEFT,
    "courier": COURIER,
    "no-consent": NO_CONSENT,
    MUTED: COURIER,
    "worker": WORKER,
    "elsewhere": OTHER_WORKER,
    "coordinator": COORDINATOR,
    "admin": ADMIN,
}

MATRIX = Path(__file__).parent / "matrix"  # a table for each capability
REFUSED_PRESSES = {"unknown", "out_of_date", "stranger", "pending", "left", "left_already"}


@pytest.fixture(scope="module")
def arranged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which everybody of the table is known."""
    path = tmp_path_factory.mktemp("matrix") / "bot.sqlite3"
    world = World(path)
    world.command("import-stations", stations=applicants.STATIONS)
    left = {"user_id": LEFT, "name": "孙红", "standing": "left", "roles": ["courier"]}
    world.command("import-people", people=[*PEOPLE, left])
    world.command("import-grids", geojson=GRIDS)
    world.agree(COURIER)
    report(world)
    for newcomer in (STRANGER, ADMIN):
        world.say(newcomer, "/help")
    reasons = world.press(COORDINATOR, button(applicants.apply_to_join(world, DECLINED), "decline:"))
    world.press(COORDINATOR, button(reasons, "decline_because:"))
    world.close()
    return path


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the texts and labels that were put into words."""
    names: list[str] = []
    for function in ("text", "label"):
        monkeypatch.setattr(catalogue, function, remembering(names, getattr(catalogue, function)))
    return names


def remembering(names: list[str], speak: Callable[..., str]) -> Callable[..., str]:
    def remember(language: catalogue.Language, name: str, *values: Mapping[str, object]) -> str:
        names.append(name)
        return speak(language, name, *values)

    return remember


def verdict(said: list[str], rows: Rows) -> str:
    """What the table calls it."""
    if any(is_refusal(name) for name in said):
        return "no"
    if any(name.startswith("registration/ask_") for name in said):
        return "join"
    return "yes" if rows else "-"


def is_refusal(name: str) -> bool:
    return name.startswith(REFUSALS) or name.removeprefix("press.") in REFUSED_PRESSES


def name_of(route: PersonalRoute) -> str:
    match route:
        case CommandRoute():
            return f"/{route.name}"
        case MessageRoute():
            return route.name.replace(" ", "-")
        case AnswerRoute():
            return f"<{route.name}>"
        case PressRoute():
            return f"[{route.name}]"


PERSONAL = [route for route in ROUTES if isinstance(route, PersonalRoute)]


def lines() -> Iterator[list[str]]:
    """Every line of every table, as the name of its route and a word for each column."""
    for table in sorted(MATRIX.glob("*.txt")):
        header, *rows = table.read_text(encoding="utf-8").splitlines()
        assert header.split() == list(COLUMNS), table.name
        yield from (row.split() for row in rows)


def expected() -> Mapping[str, list[str]]:
    return {name: verdicts for name, *verdicts in lines()}


@pytest.mark.parametrize("route", PERSONAL, ids=name_of)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    route: PersonalRoute, arranged: Path, tmp_path: Path, said: list[str]
) -> None:
    found = [outcome(route, column, arranged, tmp_path / column, said) for column in COLUMNS]
    assert found == expected()[name_of(route)]


def test_the_tables_have_one_row_for_every_route_and_for_no_other() -> None:
    assert sorted(name for name, *_ in lines()) == sorted(name_of(route) for route in PERSONAL)


def outcome(route: PersonalRoute, column: str, arranged: Path, folder: Path, said: list[str]) -> str:
    """What comes of it in a world of its own."""
    folder.mkdir()
    shutil.copy(arranged, folder)
    world = World(folder / arranged.name, first_id=10_000, now=START + HOUR)
    who = COLUMNS[column]
    do = prepared(world, route, who)
    if column == MUTED:
        mute(world, who)
    before = kept(world)
    said.clear()
    found = verdict(said, do())
    assert found != "no" or kept(world) == before
    world.close()
    return found


def mute(world: World, who: int) -> None:
    by, until = world.member(COORDINATOR).id, world.now + HOUR
    mutes.begin(world.transaction, world.member(who).id, MuteReason.RUDE, None, by, until, world.now)


def kept(world: World) -> list[tuple[object, ...]]:
    return [tuple(row) for table in KEPT for row in world.transaction.all(f"SELECT * FROM {table}")]
