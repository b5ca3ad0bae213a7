"""What a coordinator and those who come do with a training, and what is said until all is said."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from storage import signups, trainings
from storage.members import MemberId
from storage.outbox import OutboxRow
from storage.signups import SignUpState
from storage.trainings import Training
from tests.unit.handlers.world import COORDINATOR, START, World, button, shown

HOUR = 3600 * 1000
DAY = 24 * HOUR
TOPIC, PLACE = "心肺复苏和AED", "南湖驿站二楼"

WUHAN = ZoneInfo("Asia/Shanghai")

Rows = list[OutboxRow]


def ahead(hours: float) -> str:
    """A time so long after the start of the world, as a coordinator would type it."""
    return f"{datetime.fromtimestamp(START / 1000 + hours * 3600, WUHAN):%Y-%m-%d %H:%M}"


def follow(world: World) -> Rows:
    """Everything that follows from what was announced; returns what is said."""
    said: Rows = []
    while world.announcements:
        body = json.loads(world.announcements.pop(0).body)
        said += world.announce(body["name"], **body["result"])
    return said


def begin(world: World, who: int = COORDINATOR) -> Rows:
    return world.press(who, button(world.say(who, "/training"), "training_new"))


def drafted(
    world: World,
    *,
    when: str | None = None,
    places: str = "20",
    points: str = "2",
    who: int = COORDINATOR,
    topic: str = TOPIC,
) -> Rows:
    """A draft with everything said; what comes back shows it."""
    begin(world, who)
    for answer in (topic, when or ahead(72), PLACE, places):
        world.say(who, answer)
    return world.say(who, points)


def published(
    world: World,
    *,
    when: str | None = None,
    places: str = "20",
    points: str = "2",
    who: int = COORDINATOR,
    topic: str = TOPIC,
) -> Training:
    preview = drafted(world, when=when, places=places, points=points, who=who, topic=topic)
    world.press(who, button(preview, "training_publish"))
    return newest(world)


def newest(world: World) -> Training:
    row = world.transaction.one("SELECT max(id) AS id FROM trainings WHERE revises IS NULL")
    assert row is not None
    return trainings.get(world.transaction, row["id"])


def now(world: World, training: Training) -> Training:
    return trainings.get(world.transaction, training.id)


def join(world: World, training: Training, who: int) -> Rows:
    return world.press(who, data("training_join", now(world, training)))


def withdraw(world: World, training: Training, who: int) -> Rows:
    return world.press(who, data("training_withdraw", now(world, training)))


def change(world: World, training: Training, item: str, answer: str, who: int = COORDINATOR) -> Rows:
    """Change one thing of a published training; returns what is said until all have heard."""
    draft = world.press(who, data("training_revise", now(world, training)))
    world.press(who, next(one for one in _datas(draft, "training_ask") if one.endswith(f":{item}")))
    preview = world.say(who, answer)
    said = world.press(who, button(preview, "training_publish"))
    return said + follow(world)


def call_off(world: World, training: Training, reason: str = "老师病了", who: int = COORDINATOR) -> Rows:
    world.press(who, data("training_cancel", now(world, training)))
    said = world.press(who, button(world.say(who, reason), "training_call_off"))
    return said + follow(world)


def data(action: str, training: Training, *more: object) -> str:
    return ":".join([action, training.token, str(training.version), *map(str, more)])


def tick(world: World) -> Rows:
    """The minute's tick, and all that follows from it."""
    return world.tick("reminders") + follow(world)


def reminded(rows: Rows) -> list[int]:
    """Whom a reminder is said to."""
    return [
        row.chat_id for row in rows if "⏰" in str(row.parameters.get("text")) and row.method == "sendMessage"
    ]


def state_of(world: World, training: Training, who: int) -> SignUpState | None:
    part = signups.find(world.transaction, training.id, MemberId(world.member(who).id))
    return None if part is None else part.state


def _datas(rows: Rows, begins: str) -> list[str]:
    return [one.data for one in shown(rows) if one.data.startswith(begins)]
