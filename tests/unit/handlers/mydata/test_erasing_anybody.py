"""Whatever somebody has done before: once erased and looked after, no row of any table tells who it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage import consents, mutes, outbox
from storage.consents import Purpose
from storage.mutes import MuteReason
from storage.outbox import Ending, OutboxRow, State
from tests.unit.handlers.world import (
    COORDINATOR,
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
OTHER_NAME, OTHER_PHONE = "司马“懿”", "13887654321"
SAID = "谁也不知道的一句话"


def report(world: World, who: int, words: str) -> list[OutboxRow]:
    rows = [*world.photo(who, str(world.now), caption=words), *world.location(who, WEST)]
    finish(world, rows)
    choices = [one for one in shown(rows) if one.data.startswith("category")]
    return world.press(who, category_button(rows, "leak")) if choices else []


def award(world: World, who: int, reason: str) -> list[OutboxRow]:
    """What the coordinator is shown and types, up to the last press."""
    chosen = f"award_to:at:{world.member(who).id}"
    rows = [
        *world.say(COORDINATOR, "/award"),
        *world.press(COORDINATOR, chosen),
        *world.say(COORDINATOR, "5"),
    ]
    return [*rows, *world.say(COORDINATOR, reason)]


def give(world: World, who: int, reason: str) -> list[OutboxRow]:
    rows = award(world, who, reason)
    return [*rows, *world.press(COORDINATOR, button(rows, "award_give"))]


def correct(world: World, what: str, said: str) -> list[OutboxRow]:
    return [*world.press(SOMEBODY, f"correct:{what}"), *world.say(SOMEBODY, said)]


def correct_phone(world: World, number: str) -> list[OutboxRow]:
    shared = {"phone_number": number, "first_name": "x", "user_id": SOMEBODY}
    return [
        *world.press(SOMEBODY, "correct:phone"),
        *world.message(SOMEBODY, {"contact": shared}),
    ]


def look_for(world: World, words: str) -> list[OutboxRow]:
    return [*world.say(COORDINATOR, "/people"), *world.say(COORDINATOR, words)]


def mute(world: World, who: int, why: str) -> list[OutboxRow]:
    """Somebody is muted from their card for a reason in words, unless they are muted already."""
    card = world.press(COORDINATOR, f"people:at:{world.member(who).id}")
    if not any(one.data.startswith("mute:") for one in shown(card)):
        return card
    lengths = world.press(COORDINATOR, button(card, "mute:"))
    reasons = world.press(COORDINATOR, button(lengths, "mute_for:"))
    typed = next(one.data for one in shown(reasons) if one.data.endswith(":other"))
    return [*card, *lengths, *reasons, *world.press(COORDINATOR, typed), *world.say(COORDINATOR, why)]


def mute_and_lift(world: World) -> list[OutboxRow]:
    """Somebody did so, when they still were a coordinator."""
    by, muted = world.member(SOMEBODY).id, world.member(COURIER).id
    begun = mutes.begin(world.transaction, muted, MuteReason.RUDE, None, by, world.now + HOUR, world.now)
    mutes.lift(world.transaction, begun.id, by, world.now)
    return []


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
    "is awarded points": lambda world: give(world, SOMEBODY, f"{NAME}：{SAID}"),
    "is about to be awarded points": lambda world: award(world, SOMEBODY, f"{NAME}：{SAID}"),
    "stands in another's reason": lambda world: give(world, COURIER, f"和 {NAME} 一起"),
    "is about to stand in one": lambda world: award(world, COURIER, f"和 {NAME} 一起"),
    "looks at their points": lambda world: world.say(SOMEBODY, "/points"),
    "is looked for": lambda world: look_for(world, NAME),
    "is muted": lambda world: mute(world, SOMEBODY, f"{SAID} {NAME} {SOMEBODY}"),
    "is the reason for a mute": lambda world: mute(world, COURIER, f"{NAME} {PHONE}"),
    "mutes and lifts": mute_and_lift,
    "corrects the name": lambda world: correct(world, "name", OTHER_NAME),
    "corrects it back": lambda world: correct(world, "name", NAME),
    "corrects the phone": lambda world: correct_phone(world, OTHER_PHONE),
    "removes the phone": lambda world: correct(world, "phone", "🗑 删掉我的电话"),
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
    person = {"user_id": SOMEBODY, "name": NAME, "roles": ["courier", "grid_worker"]}
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
    for trace in (NAME, PHONE, str(SOMEBODY), f"P{SOMEBODY}", OTHER_NAME, OTHER_PHONE, *said):
        assert trace not in left
        assert json.dumps(trace)[1:-1] not in left
