"""A coordinator's desk, for the tests of broadcasts: what is typed and pressed there, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from storage import broadcast_recipients, broadcasts, outbox
from storage.broadcasts import Broadcast
from storage.outbox import Ending, Lane, OutboxId, OutboxRow, State
from tests.unit.handlers.world import COORDINATOR, World, button, only

WORDS = "周五下午急救培训"
SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
WUHAN = ZoneInfo("Asia/Shanghai")
GONE = "Message to copy not found"
BLOCKED = "Forbidden: bot was blocked by the user"
PAGES = {"broadcast_page", "broadcast_take_back"}


def choose(
    world: World, rows: list[OutboxRow], action: str, what: object, who: int = COORDINATOR
) -> list[OutboxRow]:
    """Press the button of that action that ends so."""
    data = button(rows, f"{action}:").rsplit(":", 1)[0]
    return world.press(who, f"{data}:{what}")


def message(
    world: World, who: int = COORDINATOR, content: Mapping[str, object] | None = None
) -> list[OutboxRow]:
    """Begin and send what is to be sent; what comes back asks for whom it is."""
    world.say(who, "/broadcast")
    return world.message(who, content or {"text": WORDS})


def audience(world: World, who: int = COORDINATOR, circle: str = "couriers") -> list[OutboxRow]:
    """All up to the audience; what comes back asks when."""
    return choose(world, message(world, who), "send_audience", circle, who)


def preview(
    world: World, who: int = COORDINATOR, circle: str = "couriers", timing: str = "now"
) -> list[OutboxRow]:
    """All of a draft; what comes back shows it."""
    return choose(world, audience(world, who, circle), "send_timing", timing, who)


def asked_for_a_time(world: World) -> list[OutboxRow]:
    """All but the time, which is asked for."""
    return choose(world, audience(world), "send_timing", "at")


def scheduled(world: World, minutes: int) -> list[OutboxRow]:
    """A broadcast that goes out at a time, in minutes since 1970; what comes back says so."""
    shown = choose(world, asked_for_a_time(world), "send_at", minutes)
    return world.press(COORDINATOR, button(shown, "send_confirm:"))


def launch(
    world: World, who: int = COORDINATOR, circle: str = "couriers", timing: str = "now"
) -> list[OutboxRow]:
    """Confirm a broadcast; what comes back holds its progress, and the copies of its first page."""
    return world.press(who, button(preview(world, who, circle, timing), "send_confirm:"))


def pages(world: World) -> list[OutboxRow]:
    """Let the pages follow that have been announced; returns the rows they made."""
    rows: list[OutboxRow] = []
    while world.announcements:
        said = json.loads(world.announcements.pop(0).body)
        if said["name"] in PAGES:
            rows += world.announce(said["name"], **said["result"])
    return rows


def copies(rows: list[OutboxRow]) -> list[OutboxRow]:
    """What goes to the recipients."""
    return [row for row in rows if row.lane is Lane.BROADCAST]


def ended(world: World, row: OutboxRow, state: State = State.SENT, reason: str | None = None) -> None:
    """Delivery is done with a row."""
    ids = (9000 + int(row.id),) if state is State.SENT else ()
    assert outbox.end(world.transaction, Ending(row.id, state, reason, ids), world.now)


def refused(world: World, row: OutboxRow, reason: str) -> list[OutboxRow]:
    """A row that asked to be told about was refused."""
    ended(world, row, State.FAILED, reason)
    body = {"name": row.effect, "row": row.id, "ok": False, "result": {"reason": reason}}
    return world.effect_told(body)


def look(world: World, later: int = 3 * SECOND) -> list[OutboxRow]:
    """Time goes by and the clock ticks."""
    world.now += later
    return world.tick("broadcasts")


def newest(world: World) -> Broadcast:
    """The broadcast that was begun last."""
    token = world.transaction.one("SELECT token FROM broadcasts ORDER BY id DESC LIMIT 1")
    assert token is not None
    found = broadcasts.find_by_token(world.transaction, token["token"])
    assert found is not None
    return found


def tally(world: World) -> Mapping[str, int]:
    """How many recipients of the newest broadcast have which outcome."""
    found: dict[str, int] = {}
    for count in broadcast_recipients.counts(world.transaction, newest(world).id):
        found[count.outcome] = found.get(count.outcome, 0) + count.people
    return found


def state_of(world: World, row: OutboxRow) -> tuple[str, str | None]:
    """How a row stands, and why."""
    found = world.transaction.one("SELECT state, reason FROM outbox WHERE id = :id", {"id": OutboxId(row.id)})
    assert found is not None
    return cast(str, found["state"]), found["reason"]


def at(hour: int, minute: int = 0) -> int:
    """UTC ms of a time of day in Wuhan."""
    return int(datetime(2026, 9, 23, hour, minute, tzinfo=WUHAN).timestamp() * 1000)


def more_couriers(world: World, number: int) -> None:
    """Couriers with ids from 5000 on."""
    people = [{"user_id": 5000 + n, "name": f"骑手{n}", "roles": ["courier"]} for n in range(number)]
    assert "faults" not in world.command("import-people", people=people)


def answered(rows: list[OutboxRow]) -> str:
    """What the press was answered."""
    return str(only(rows, "answerCallbackQuery").parameters["text"])


def over(world: World) -> list[OutboxRow]:
    """A broadcast that has reached everybody and was read by nobody; what comes back tells so."""
    for row in copies(launch(world)):
        ended(world, row)
    return look(world)
