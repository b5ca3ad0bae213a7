"""Whatever somebody has done before: once erased and looked after, no row of any table tells who it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage import consents, outbox
from storage.consents import Purpose
from storage.outbox import Ending, OutboxRow, State
from tests.unit.handlers.broadcasts import desk
from tests.unit.handlers.world import (
    COURIER,
    GRIDS,
    PEOPLE,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    shown,
)

HOUR = 3600 * 1000
SOMEBODY = 7_654_321_098
NAME = "欧阳“锋”<b>%_"
PHONE = "13912345678"
SAID = "谁也不知道的一句话"


def report(world: World, who: int, words: str) -> list[OutboxRow]:
    rows = [*world.photo(who, str(world.now), caption=words), *world.location(who, WEST)]
    finish(world, rows)
    choices = [one for one in shown(rows) if one.data.startswith("category")]
    return world.press(who, category_button(rows, "leak")) if choices else []


def begin_broadcast(world: World) -> list[OutboxRow]:
    world.say(SOMEBODY, "/cancel")
    return desk.message(world, SOMEBODY, {"text": SAID})


def send_broadcast(world: World, timing: str) -> list[OutboxRow]:
    rows = begin_broadcast(world)
    rows = desk.choose(world, rows, "send_audience", "everyone", SOMEBODY)
    rows = desk.choose(world, rows, "send_timing", timing, SOMEBODY)
    return world.press(SOMEBODY, button(rows, "send_confirm:"))


ACTS: Mapping[str, Callable[[World], list[OutboxRow]]] = {
    "greets": lambda world: world.say(SOMEBODY, "/start"),
    "talks": lambda world: world.say(SOMEBODY, f"{SAID}"),
    "sends a photo": lambda world: world.photo(SOMEBODY, caption=SAID),
    "sends a place": lambda world: world.location(SOMEBODY, WEST),
    "begins a report": lambda world: world.say(SOMEBODY, "/report"),
    "gives up": lambda world: world.say(SOMEBODY, "/cancel"),
    "looks": lambda world: world.say(SOMEBODY, "/mydata"),
    "asks to be erased": lambda world: world.say(SOMEBODY, "/deleteme"),
    "presses what was never there": lambda world: world.press(SOMEBODY, f"accept:{SAID}"),
    "blocks the bot": lambda world: world.membership(SOMEBODY, "kicked"),
    "reports": lambda world: report(world, SOMEBODY, "公开的"),
    "gets a report": lambda world: report(world, COURIER, "公开的"),
    "is sent a broadcast": desk.launch,
    "reads a broadcast": lambda world: world.press(SOMEBODY, button(desk.launch(world), "read:")),
    "begins a broadcast": begin_broadcast,
    "sends a broadcast": lambda world: send_broadcast(world, "now"),
    "sends a broadcast for the morning": lambda world: send_broadcast(world, "readable"),
    "is talked about": lambda world: world.say(WORKER, f"{NAME} {SOMEBODY} {PHONE}"),
}


def finish(world: World, rows: Sequence[OutboxRow]) -> None:
    """Everything is delivered, and what was to be fetched is here."""
    for row in rows:
        if row.is_download:
            finish(world, world.downloaded(row))
        outbox.end(world.transaction, Ending(row.id, State.SENT, None, (int(row.id),)), world.now)


def arrange(path: Path) -> World:
    """Somebody who reports and gets reports, with a rare name."""
    world = World(path)
    person = {"user_id": SOMEBODY, "name": NAME, "roles": ["courier", "grid_worker", "coordinator"]}
    world.command("import-people", people=[*PEOPLE, person])
    grids = json.loads(json.dumps(GRIDS))
    grids["features"][0]["properties"]["workers"].append(SOMEBODY)
    world.command("import-grids", geojson=grids)
    member = world.member(SOMEBODY).id
    world.transaction.execute(
        "UPDATE members SET phone = :phone WHERE id = :id", {"phone": PHONE, "id": member}
    )
    for purpose in Purpose:
        consents.record(world.transaction, member, purpose, given=True, now=world.now)
    return world


def everything(world: World) -> str:
    """Every value of every row of every table."""
    tables = world.transaction.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = [tuple(row) for table in tables for row in world.transaction.all(f"SELECT * FROM {table['name']}")]
    return "\n".join(map(repr, rows))


@settings(max_examples=25)
@given(acts=st.lists(st.sampled_from(sorted(ACTS)), max_size=8))
@example(acts=sorted(ACTS))
@example(acts=sorted(ACTS.keys() - {"reports"}))
def test_nothing_tells_who_it_was(acts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        world = arrange(Path(folder) / "bot.sqlite3")
        for act in acts:
            world.now += 1000
            finish(world, ACTS[act](world))
        asked = world.say(SOMEBODY, "/deleteme")
        finish(world, [*asked, *world.press(SOMEBODY, button(asked, "erase"))])
        world.now += 2 * HOUR
        finish(world, world.tick("retention"))

        left = everything(world)

        world.close()
    # What was said before a report was sent is part of that report, and stays with it.
    said = [] if "reports" in acts else [SAID]
    for trace in (NAME, PHONE, str(SOMEBODY), f"P{SOMEBODY}", *said):
        assert trace not in left
        assert json.dumps(trace)[1:-1] not in left
