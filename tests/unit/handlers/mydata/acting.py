"""What the tests of erasing let somebody do with reports."""

from __future__ import annotations

import html
from collections.abc import Sequence

from storage import outbox
from storage.outbox import Ending, OutboxRow, State
from tests.unit.handlers.world import (
    COURIER,
    WEST,
    WORKER,
    World,
    button,
    category_button,
    photo_sizes,
    shown,
    words,
)

SOMEBODY = 7_654_321_098
SAID = "谁也不知道的一句话"


def report(world: World, who: int, words: str) -> list[OutboxRow]:
    place = world.apart(WEST)
    rows = [*world.photo(who, str(world.now), caption=words), *world.location(who, place)]
    finish(world, rows)
    choices = [one for one in shown(rows) if one.data.startswith("category")]
    return world.press(who, category_button(rows, "leak")) if choices else []


def finish(world: World, rows: Sequence[OutboxRow]) -> None:
    """Everything is delivered, and what was to be fetched is here."""
    for row in rows:
        if row.is_download:
            finish(world, world.downloaded(row))
        outbox.end(world.transaction, Ending(row.id, State.SENT, None, (message_of(row),)), world.now)


def message_of(row: OutboxRow) -> int:
    """The message that a row has made or changed."""
    return int(str(row.parameters.get("message_id") or row.parent or row.id))


def press_on(world: World, who: int, rows: Sequence[OutboxRow], data_begins: str) -> list[OutboxRow]:
    """Somebody presses a button that stands in their chat; Telegram sends a copy of its message along."""
    theirs = [row for row in rows if row.chat_id == who]
    data = button(theirs, data_begins)
    row = next(row for row in theirs if any(one.data == data for one in shown([row])))
    said = html.unescape(words([row]))
    return world.press(who, data, message_of(row), words_above=said)


def deals(world: World) -> list[OutboxRow]:
    """The grid worker's card of a report of somebody's, with all that was delivered before."""
    rows = report(world, SOMEBODY, "公开的")
    finish(world, rows)
    return [row for row in rows if row.chat_id == WORKER]


def writes(world: World, who: int, cards: Sequence[OutboxRow], prefix: str, said: str) -> list[OutboxRow]:
    """Somebody writes to the other side of a report, in words and by voice, and sends a photo."""
    rows: list[OutboxRow] = []
    for content in (
        {"text": said},
        {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}, "caption": said},
        {"photo": photo_sizes(f"p{world.now}"), "caption": said},
    ):
        finish(world, press_on(world, who, cards, prefix))
        rows += world.message(who, content)
    return rows


def writes_back(world: World) -> list[OutboxRow]:
    """Somebody is asked and written to about a report of theirs; they write back."""
    cards = deals(world)
    if not any(one.data.startswith("write:") for one in shown(cards)):
        return cards
    rows = writes(world, WORKER, cards, "write:", f"找 {SOMEBODY}，139-1234-5678")
    finish(world, rows)
    return writes(world, SOMEBODY, rows, "write_back:", SAID)


def fixes(world: World) -> list[OutboxRow]:
    """Somebody asks, writes about and fixes a report of the courier's."""
    rows = report(world, COURIER, "公开的")
    finish(world, rows)
    finish(world, writes(world, SOMEBODY, rows, "write:", SAID))
    presets = press_on(world, SOMEBODY, rows, "ask:")
    own = next(one.data for one in shown(presets) if one.data.endswith(":own"))
    finish(world, world.press(SOMEBODY, own))
    asked = world.say(SOMEBODY, SAID)
    finish(world, asked)
    finish(world, press_on(world, COURIER, asked, "answer:"))
    finish(world, world.say(COURIER, f"问过 {SOMEBODY} 了"))
    shown_again = press_on(world, SOMEBODY, [*world.press(SOMEBODY, show(world))], "accept:")
    finish(world, shown_again)
    finish(world, world.press(SOMEBODY, button(shown_again, "fix:")))
    return world.photo(SOMEBODY, f"fixed {world.now}", caption=SAID)


def show(world: World) -> str:
    """The button of the newest report's card."""
    newest = world.all_reports()[-1]
    return f"show:{newest.token}:{newest.version}"
