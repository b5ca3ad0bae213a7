"""The clock at work in a world: hours of the day in Wuhan, and a morning with all that follows from its tick."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.outbox import OutboxRow
from tests.unit.handlers.world import World

WUHAN = ZoneInfo("Asia/Shanghai")
MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def next_time(now: int, hour: int, minute: int = 0) -> int:
    """The next time (UTC ms) after now at which clocks in Wuhan show that."""
    local = datetime.fromtimestamp(now / 1000, WUHAN)
    at = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return int((at if at > local else at + timedelta(days=1)).timestamp() * 1000)


def deliver_announcements(world: World) -> list[OutboxRow]:
    """What has been announced arrives; returns what is said then."""
    arrivals, world.announcements = world.announcements, []
    rows: list[OutboxRow] = []
    for arrival in arrivals:
        body = json.loads(arrival.body)
        rows += world.announce(body["name"], **body["result"])
    return rows


def morning(world: World) -> list[OutboxRow]:
    """The morning's tick as of now, and everything that is said because of it."""
    world.announcements = []
    return [*world.tick("morning"), *deliver_announcements(world)]


def next_morning(world: World) -> list[OutboxRow]:
    """The next day, eight o'clock."""
    world.now = next_time(world.now, 8)
    return morning(world)
