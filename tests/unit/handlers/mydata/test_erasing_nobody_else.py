"""A name is not unique, and may be any word: erasing whoever bears it changes nothing of anybody else's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from storage import dead_letters, inbox, outbox
from storage.inbox import Arrival, EventId, EventKind
from storage.outbox import Ending, OutboxId, OutboxRow, State
from tests.unit.handlers.world import (
    COURIER,
    OTHER_COURIER,
    OTHER_WORKER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    only,
)

WORDS = [
    "text",
    "private",
    "message",
    "你好",
    "%",
    "_",
    "b",
    "sendMessage",
    "接单",
    "'",
    '"',
    "{}",
    "id",
    "1",
]
TABLES = (
    "inbox",
    "outbox",
    "outbox_mentions",
    "dead_letters",
    "members",
    "reports",
    "report_words",
    "photos",
)
Kept = dict[tuple[str, object], tuple[object, ...]]


def deliver(world: World, rows: list[OutboxRow]) -> list[OutboxRow]:
    for row in rows:
        outbox.end(world.transaction, Ending(row.id, State.SENT, None, (int(row.id),)), world.now)
    return rows


def others_live(world: World) -> None:
    """Reports, greetings, errors: all that the words above occur in."""
    deliver(world, world.downloaded(only(world.photo(COURIER, caption="你好 text private"), "getFile")))
    card = deliver(world, world.press(COURIER, category_button(world.location(COURIER, WEST), "leak")))
    deliver(world, world.press(WORKER, button(card, "accept")))
    deliver(world, world.say(OTHER_COURIER, "你好，message % _ 接单"))
    world.say(OTHER_COURIER, "/help")  # waits to be sent
    letter = Arrival("telegram", EventKind.UPDATE, "9", json.dumps({"message": {"from": {"id": 4}}}))
    inbox.add(world.transaction, [letter], world.now)
    event = inbox.waiting(world.transaction, 1)[0]
    where = 'Traceback:\n  File "x.py", line 1\n    raw["text"] == "message"\nValueError: no private text\n'
    dead_letters.add(world.transaction, event, "ValueError('no private text')", where, world.now)
    inbox.bury(world.transaction, event.id, world.now, "ValueError('no private text')")


def kept(world: World) -> Kept:
    return {
        (table, tuple(row)[:2] if table == "outbox_mentions" else row[0]): tuple(row)
        for table in TABLES
        for row in world.transaction.all(f"SELECT * FROM {table}")
    }


@pytest.mark.parametrize("name", WORDS)
def test_nothing_of_others_changes(world: World, name: str) -> None:
    others_live(world)
    before = kept(world)
    world.transaction.execute(
        "UPDATE members SET name = :name WHERE id = :id",
        {"name": name, "id": world.member(OTHER_WORKER).id},
    )
    asked = world.say(OTHER_WORKER, "/deleteme")
    world.press(OTHER_WORKER, button(asked, "erase"))

    after = kept(world)

    changed = {key for key, row in before.items() if after.get(key) != row}
    # The files that brought them hold their id; so those two commands are emptied, and nothing else is.
    commands = {
        ("inbox", row["id"])
        for row in world.transaction.all("SELECT id FROM inbox WHERE kind = 'command' AND body = '{}'")
    }
    assert changed - commands == {
        ("members", world.transaction.number("SELECT id FROM members WHERE name LIKE '#%'"))
    }


def test_a_namesake_keeps_what_names_them(world: World) -> None:
    deliver(world, world.downloaded(only(world.photo(COURIER), "getFile")))
    card = world.press(COURIER, category_button(world.location(COURIER, WEST), "leak"))
    deliver(world, [*card, *world.press(WORKER, button(card, "accept"))])
    namesake = {"name": world.member(WORKER).name, "id": world.member(OTHER_WORKER).id}
    world.transaction.execute("UPDATE members SET name = :name WHERE id = :id", namesake)

    world.press(OTHER_WORKER, button(world.say(OTHER_WORKER, "/deleteme"), "erase"))

    named = "SELECT count(*) FROM outbox WHERE parameters LIKE :name"
    assert world.transaction.number(named, {"name": f"%{namesake['name']}%"})


def test_what_waits_goes_out_with_a_number_in_place_of_the_name(world: World) -> None:
    deliver(world, world.downloaded(only(world.photo(COURIER), "getFile")))
    card = deliver(world, world.press(COURIER, category_button(world.location(COURIER, WEST), "leak")))
    accepted = world.press(WORKER, button(card, "accept"))
    told = next(row for row in accepted if row.chat_id == COURIER)
    worker = world.member(WORKER)

    world.press(WORKER, button(world.say(WORKER, "/deleteme"), "erase"))

    waits = outbox.find_waiting(world.transaction, told.id)
    assert waits is not None
    assert waits.parameters["text"] == str(told.parameters["text"]).replace(worker.name, f"#{worker.id}")
    noted = "SELECT count(*) FROM outbox_mentions WHERE member_id = :id"
    assert not world.transaction.number(noted, {"id": worker.id})


def test_mentions_are_forgotten_with_what_was_said(world: World) -> None:
    worker = world.member(WORKER).id
    row = replace(world.say(COURIER, "/help")[0], id=OutboxId(9000), event_id=EventId(9000), about=(worker,))
    outbox.add(world.transaction, row, world.now)
    before = world.transaction.number("SELECT count(*) FROM outbox_mentions WHERE outbox_id = 9000")
    deliver(world, [row])

    outbox.forget_contents(world.transaction, world.now + 1)

    after = world.transaction.number("SELECT count(*) FROM outbox_mentions WHERE outbox_id = 9000")
    assert (before, after) == (1, 0)
