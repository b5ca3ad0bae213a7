"""Who may take which step of a report's life: every step that people take, pressed by everybody.

`roles_and_actions.txt` is the table. In it "yes" means that the step is taken, by whoever pressed. Any other word is
why not, as they are told (`WHY_NOT`); and then nothing of the report, its history and its cards has changed.

"left", "no-role" and "moved" were grid workers there: the first two took every step before, then one of them left, and
the other is a mere courier now; the grid of the third has somebody else. "muted" is the reporter. Whoever is "@" is in
the grid's group and presses there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from handlers.reports.lifecycle import BY, CLOCK, Refusal, ReportAction
from messages import catalogue
from storage import mutes
from storage.mutes import MuteReason
from storage.outbox import OutboxRow
from tests.unit.handlers.clockwork import HOUR, deliver_announcements
from tests.unit.handlers.reports.pressing import SCENES, THEN
from tests.unit.handlers.reports.test_groups import GROUP
from tests.unit.handlers.rows import button, methods
from tests.unit.handlers.test_matrix import is_refusal, remembering
from tests.unit.handlers.world import (
    COORDINATOR,
    COURIER,
    OTHER_COURIER,
    OTHER_WORKER,
    PEOPLE,
    START,
    STRANGER,
    WORKER,
    World,
    collection,
    grid,
)

LEFT, NO_ROLE, MOVED = 2011, 2012, 2013
FORMER: list[dict[str, object]] = [
    {"user_id": who, "name": name, "roles": ["grid_worker"]}
    for who, name in ((LEFT, "孙红"), (NO_ROLE, "吴磊"), (MOVED, "郑洁"))
]
WEST_WORKERS = [WORKER, LEFT, NO_ROLE, MOVED]

WHY_NOT = {
    Refusal.NOT_YOURS: "theirs",
    Refusal.NOT_RESPONSIBLE: "others",
    Refusal.ONLY_WORKERS_HERE: "workers",
    Refusal.IN_PRIVATE: "private",
    "muted": "muted",
    "not_yours_to_judge": "judge",
}

TABLE = Path(__file__).with_name("roles_and_actions.txt")
KEPT = ("reports", "report_changes", "report_cards", "report_photos", "report_words", "report_messages")
# What leaves the report in its state leaves no record among its steps, either.
UNRECORDED = frozenset(
    {
        ReportAction.DESCRIBE,
        ReportAction.SHOW,
        ReportAction.WRITE,
        ReportAction.WRITE_BACK,
        ReportAction.RETRY,
    }
)


def import_grids(world: World, workers: list[int]) -> None:
    west = grid("west", 114.30, 114.32, workers)
    west["properties"] = {**west["properties"], "group": GROUP}  # type: ignore[dict-item]
    grids = collection(west, grid("east", 114.32, 114.34, [OTHER_WORKER]))
    assert "faults" not in world.command("import-grids", geojson=grids)


def nothing(_world: World) -> None:
    """They are as they were."""


def leave(world: World) -> None:
    world.press(LEFT, button(world.say(LEFT, "/leave"), "leave:"))
    deliver_announcements(world)


def lose_role(world: World) -> None:
    courier = {"user_id": NO_ROLE, "name": "吴磊", "roles": ["courier"]}
    assert "faults" not in world.command("import-people", people=[courier])


def give_grid_to_others(world: World) -> None:
    import_grids(world, [WORKER])


def mute(world: World) -> None:
    by, until = world.member(COORDINATOR).id, world.now + HOUR
    mutes.begin(world.transaction, world.member(COURIER).id, MuteReason.RUDE, None, by, until, world.now)


@dataclass(frozen=True, slots=True)
class Column:
    """Somebody who presses, in the group or in private; `worker` took the steps before, `meanwhile` comes between."""

    who: int
    worker: int = WORKER
    meanwhile: Callable[[World], None] = nothing
    chat: int | None = None


WITH_ANOTHER = frozenset(
    {ReportAction.MOVE}
)  # no button takes it: it comes with the joining of another report
COLUMNS: Mapping[str, Column] = {
    "stranger": Column(STRANGER),
    "courier": Column(OTHER_COURIER),
    "reporter": Column(COURIER),
    "muted": Column(COURIER, meanwhile=mute),
    "worker": Column(WORKER),
    "elsewhere": Column(OTHER_WORKER),
    "left": Column(LEFT, LEFT, leave),
    "no-role": Column(NO_ROLE, NO_ROLE, lose_role),
    "moved": Column(MOVED, meanwhile=give_grid_to_others),
    "coordinator": Column(COORDINATOR),
    "@worker": Column(WORKER, chat=GROUP),
    "@elsewhere": Column(OTHER_WORKER, chat=GROUP),
    "@left": Column(LEFT, LEFT, leave, GROUP),
    "@courier": Column(OTHER_COURIER, chat=GROUP),
    "@reporter": Column(COURIER, chat=GROUP),
    "@coordinator": Column(COORDINATOR, chat=GROUP),
}


@pytest.fixture(scope="module")
def arranged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which everybody of the table is known."""
    path = tmp_path_factory.mktemp("roles") / "bot.sqlite3"
    world = World(path)
    assert "faults" not in world.command("import-people", people=[*PEOPLE, *FORMER])
    import_grids(world, WEST_WORKERS)
    world.agree(COURIER)
    world.say(STRANGER, "/help")
    world.close()
    return path


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the texts and labels that were put into words."""
    names: list[str] = []
    for function in ("text", "label"):
        monkeypatch.setattr(catalogue, function, remembering(names, getattr(catalogue, function)))
    return names


def expected() -> Mapping[str, list[str]]:
    header, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    assert header.split() == list(COLUMNS)
    return {action: verdicts for action, *verdicts in (row.split() for row in rows)}


def test_the_table_has_a_row_for_every_step_that_people_take() -> None:
    by_people = {action for action, by in BY.items() if by - CLOCK} - WITH_ANOTHER
    assert expected().keys() == SCENES.keys() == by_people


@pytest.mark.parametrize("action", SCENES)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    action: ReportAction, arranged: Path, tmp_path: Path, said: list[str]
) -> None:
    brought = {
        worker: bring_there(action, worker, arranged, tmp_path / str(worker))
        for worker in {column.worker for column in COLUMNS.values()}
    }
    found = [
        outcome(action, column, brought[column.worker], tmp_path / name, said)
        for name, column in COLUMNS.items()
    ]
    assert found == expected()[action]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file in which a report is where a step can be taken, the button that takes it, and when that is."""

    file: Path
    data: str
    now: int


def bring_there(action: ReportAction, worker: int, arranged: Path, folder: Path) -> Brought:
    world = copied(arranged, folder, 1_000, START + HOUR)
    data = SCENES[action](world, worker)
    world.close()
    return Brought(folder / arranged.name, data, world.now)


def copied(file: Path, folder: Path, first_id: int, now: int) -> World:
    folder.mkdir()
    shutil.copy(file, folder)
    return World(folder / file.name, first_id=first_id, now=now)


def outcome(action: ReportAction, column: Column, brought: Brought, folder: Path, said: list[str]) -> str:
    """What comes of the press in a world of its own: "yes", or why not."""
    world = copied(brought.file, folder, 10_000, brought.now)
    column.meanwhile(world)
    before = kept(world)
    said.clear()
    rows = world.press(column.who, brought.data, chat_id=column.chat)
    refusals = [name.rpartition(".")[2] for name in said if is_refusal(name)]
    if refusals:
        assert kept(world) == before
        assert methods(rows) == ["answerCallbackQuery"]
    else:
        take(action, world, column.who, rows)
    world.close()
    return WHY_NOT[refusals[0]] if refusals else "yes"


def take(action: ReportAction, world: World, who: int, rows: list[OutboxRow]) -> None:
    """Go on after the press; the step is taken then, and is theirs."""
    if action in THEN:
        THEN[action](world, who)
    if action in UNRECORDED:
        assert len(rows) > 1
        return
    taken = world.transaction.one("SELECT action, actor_id FROM report_changes ORDER BY id DESC LIMIT 1")
    assert taken is not None
    assert (taken["action"], taken["actor_id"]) == (action, world.member(who).id)


def kept(world: World) -> list[tuple[object, ...]]:
    return [tuple(row) for table in KEPT for row in world.transaction.all(f"SELECT * FROM {table}")]
